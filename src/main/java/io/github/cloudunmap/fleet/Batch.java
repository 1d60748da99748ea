package io.github.cloudunmap.fleet;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Sighting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request to EC2 by id: the ids that it names, and the pending answers that it has to complete. A witness has a
 * pending answer only if its id also waits for this request.
 */
final class Batch {
    final Set<String> witnesses;
    /** All ids in the request, the witnesses included. */
    final Set<String> ids;

    final Map<String, CompletableFuture<Optional<Sighting>>> answers = new LinkedHashMap<>();
    private final int mostIds;
    /**
     * When the request was sent, in monotonic nanoseconds; null until then. Guarded by the lock of
     * {@link RequestCycles}.
     */
    private @Nullable Long requestedAt;

    private Batch(Collection<String> witnesses, int mostIds) {
        this.witnesses = Set.copyOf(witnesses);
        this.ids = new LinkedHashSet<>(witnesses);
        this.mostIds = mostIds;
    }

    /**
     * Spreads the waiting ids over as few requests as possible. Each request also names all witnesses: ids of
     * instances known to live, so that the answer shows whether the region answers truly.
     *
     * @param mostIds the most ids that one request may name, witnesses included
     */
    static List<Batch> of(
            Map<String, CompletableFuture<Optional<Sighting>>> waiting, Collection<String> witnesses, int mostIds) {
        List<Batch> batches = new ArrayList<>();
        batches.add(new Batch(witnesses, mostIds));
        waiting.forEach((id, answer) -> {
            if (!batches.get(batches.size() - 1).takes(id)) {
                batches.add(new Batch(witnesses, mostIds));
            }
            batches.get(batches.size() - 1).add(id, answer);
        });
        return batches;
    }

    private boolean takes(String id) {
        return ids.contains(id) || ids.size() < mostIds;
    }

    private void add(String id, CompletableFuture<Optional<Sighting>> answer) {
        ids.add(id);
        answers.put(id, answer);
    }

    CompletableFuture<Optional<Sighting>> answer(String id) {
        return Objects.requireNonNull(answers.get(id));
    }

    void sent(long at) {
        requestedAt = at;
    }

    boolean satisfies(long notBefore) {
        return requestedAt == null || requestedAt - notBefore >= 0;
    }

    void tell(@Nullable Map<String, Sighting> sightings, @Nullable Throwable failure) {
        answers.forEach((id, answer) -> {
            Sighting sighting = sightings == null ? null : sightings.get(id);
            if (sighting != null) {
                answer.complete(Optional.of(sighting));
            } else {
                answer.completeExceptionally(
                        failure != null ? failure : new ApiFailure("UnreadableAnswer", "no answer for " + id));
            }
        });
    }
}
