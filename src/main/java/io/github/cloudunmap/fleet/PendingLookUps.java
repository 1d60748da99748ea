package io.github.cloudunmap.fleet;

import io.github.cloudunmap.reconcile.Sighting;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that callers wait for in one region. An id can be asked for by a request in flight, be hoped for from a scan, and
 * wait for the next round, all at the same time. Guarded by the lock of its directory.
 */
final class PendingLookUps {
    /** What callers wait for of one id; null where nobody does. */
    private static final class PendingLookUp {
        private @Nullable Batch request;
        private @Nullable CompletableFuture<Optional<Sighting>> fromScan;
        private @Nullable CompletableFuture<Optional<Sighting>> nextRound;
        /** Whether a scan is no answer in the next round. */
        private boolean isByIdOnly;

        boolean isOver() {
            return request == null && fromScan == null && nextRound == null;
        }

        boolean isScannable() {
            return nextRound != null && !isByIdOnly;
        }
    }

    private final Map<String, PendingLookUp> pending = new LinkedHashMap<>();
    private int requestsInFlight;
    private int waiting;
    private boolean isScanning;

    private PendingLookUp of(String id) {
        return pending.computeIfAbsent(id, i -> new PendingLookUp());
    }

    /** The request in flight that asks for the id. */
    Optional<Batch> request(String id) {
        return Optional.ofNullable(pending.get(id)).map(lookUp -> lookUp.request);
    }

    /** What the scan under way says of the id, or else the next round; empty if a scan does not show it. */
    CompletableFuture<Optional<Sighting>> anyhow(String id) {
        return isScanning ? fromScan(of(id)) : nextRound(id, of(id));
    }

    /** What the next round says of the id, asked for by id. */
    CompletableFuture<Optional<Sighting>> byId(String id) {
        PendingLookUp lookUp = of(id);
        lookUp.isByIdOnly = true;
        return nextRound(id, lookUp);
    }

    private static CompletableFuture<Optional<Sighting>> fromScan(PendingLookUp lookUp) {
        CompletableFuture<Optional<Sighting>> answer = lookUp.fromScan;
        if (answer == null) {
            answer = new CompletableFuture<>();
            lookUp.fromScan = answer;
        }
        return answer;
    }

    private CompletableFuture<Optional<Sighting>> nextRound(String id, PendingLookUp lookUp) {
        CompletableFuture<Optional<Sighting>> answer = lookUp.nextRound;
        if (answer == null) {
            answer = new CompletableFuture<>();
            lookUp.nextRound = answer;
            waiting++;
            // To the end: what waits longest is asked for first.
            pending.remove(id);
            pending.put(id, lookUp);
        }
        return answer;
    }

    /** Whether something waits for a round that can begin. */
    boolean isRoundDue() {
        return waiting > 0 && requestsInFlight == 0;
    }

    boolean isScanning() {
        return isScanning;
    }

    /** The ids that wait for the next round. */
    Set<String> waiting() {
        return ids(lookUp -> lookUp.nextRound != null);
    }

    /** How many of them a scan may answer. */
    int scannable() {
        return (int)
                pending.values().stream().filter(PendingLookUp::isScannable).count();
    }

    private Set<String> ids(Predicate<PendingLookUp> which) {
        return pending.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** A scan begins: what it may answer waits for it from now on. */
    void beginScan() {
        isScanning = true;
        pending.values().stream().filter(PendingLookUp::isScannable).forEach(lookUp -> {
            lookUp.fromScan = lookUp.nextRound;
            lookUp.nextRound = null;
            waiting--;
        });
    }

    /** The ids that the scan may still show. */
    Set<String> hopedFor() {
        return ids(lookUp -> lookUp.fromScan != null);
    }

    /** Those of these ids that the scan under way was hoped to show, which no longer wait for it. */
    Map<String, CompletableFuture<Optional<Sighting>>> takeFromScan(Collection<String> shown) {
        Map<String, CompletableFuture<Optional<Sighting>>> answers = new HashMap<>();
        for (String id : shown) {
            PendingLookUp lookUp = pending.get(id);
            if (lookUp != null && lookUp.fromScan != null) {
                answers.put(id, lookUp.fromScan);
                lookUp.fromScan = null;
                dropIfOver(id, lookUp);
            }
        }
        return answers;
    }

    /** The scan is over: what it was hoped to show and has not. */
    Collection<CompletableFuture<Optional<Sighting>>> endScan() {
        isScanning = false;
        return takeFromScan(hopedFor()).values();
    }

    /** Requests begin for all that waits, in as few as take it with these ids beside it. */
    List<Batch> beginRequests(Collection<String> along, int mostIds) {
        Map<String, CompletableFuture<Optional<Sighting>>> asked = new LinkedHashMap<>();
        pending.forEach((id, lookUp) -> {
            if (lookUp.nextRound != null) {
                asked.put(id, lookUp.nextRound);
            }
        });
        List<Batch> batches = Batch.of(asked, along, mostIds);
        for (Batch batch : batches) {
            for (String id : batch.answers.keySet()) {
                PendingLookUp lookUp = of(id);
                lookUp.request = batch;
                lookUp.nextRound = null;
                lookUp.isByIdOnly = false;
            }
        }
        waiting = 0;
        requestsInFlight = batches.size();
        return batches;
    }

    /** The request has ended, whatever came of it. */
    void endRequest(Batch batch) {
        requestsInFlight--;
        for (String id : batch.answers.keySet()) {
            PendingLookUp lookUp = of(id);
            lookUp.request = null;
            dropIfOver(id, lookUp);
        }
    }

    /** The sightings of all these ids, when all answers are there; an id without a sighting is left out. */
    static CompletableFuture<Map<String, Sighting>> merged(Map<String, CompletableFuture<Optional<Sighting>>> answers) {
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    Map<String, Sighting> sightings = new HashMap<>();
                    answers.forEach((id, one) -> one.join().ifPresent(sighting -> sightings.put(id, sighting)));
                    return sightings;
                });
    }

    private void dropIfOver(String id, PendingLookUp lookUp) {
        if (lookUp.isOver()) {
            pending.remove(id);
        }
    }
}
