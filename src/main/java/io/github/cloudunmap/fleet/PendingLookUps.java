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
 * The ids of one region whose answers are pending. Answers for one id can be pending from three sources at once: from
 * a request in flight, from a scan, and from the next cycle of requests. Guarded by the lock of {@link RequestCycles}.
 */
final class PendingLookUps {
    /** The pending answers for one id, by their source. A field is null if no answer is to come from its source. */
    private static final class PendingLookUp {
        private @Nullable Batch request;
        private @Nullable CompletableFuture<Optional<Sighting>> fromScan;
        private @Nullable CompletableFuture<Optional<Sighting>> nextCycle;
        /**
         * Whether the next cycle must ask for this instance by its id. True if a caller that waits for this id accepts
         * no answer from a scan: a scan reads the region page by page and can miss an instance.
         */
        private boolean isByIdOnly;

        boolean isOver() {
            return request == null && fromScan == null && nextCycle == null;
        }

        boolean isScannable() {
            return nextCycle != null && !isByIdOnly;
        }
    }

    private final Map<String, PendingLookUp> pending = new LinkedHashMap<>();
    private int requestsInFlight;
    private int waiting;
    private boolean isScanning;

    private PendingLookUp of(String id) {
        return pending.computeIfAbsent(id, i -> new PendingLookUp());
    }

    /** Returns the request in flight from which an answer for the id is pending; empty if there is none. */
    Optional<Batch> request(String id) {
        return Optional.ofNullable(pending.get(id)).map(lookUp -> lookUp.request);
    }

    /**
     * Returns the pending answer for this id. It comes from the scan that is under way or, if there is none, from the
     * next cycle of requests. If a scan does not show the id, the answer is empty.
     */
    CompletableFuture<Optional<Sighting>> fromScanOrNextCycle(String id) {
        return isScanning ? fromScan(of(id)) : nextCycle(id, of(id));
    }

    /** Adds ids that no caller waits for. */
    void askAhead(Collection<String> ids) {
        for (String id : ids) {
            var unused = fromScanOrNextCycle(id);
        }
    }

    /**
     * Returns the pending answer for this id, which the next cycle gives. That cycle looks this id up by id, never
     * with a scan.
     */
    CompletableFuture<Optional<Sighting>> byId(String id) {
        PendingLookUp lookUp = of(id);
        lookUp.isByIdOnly = true;
        return nextCycle(id, lookUp);
    }

    private static CompletableFuture<Optional<Sighting>> fromScan(PendingLookUp lookUp) {
        CompletableFuture<Optional<Sighting>> answer = lookUp.fromScan;
        if (answer == null) {
            answer = new CompletableFuture<>();
            lookUp.fromScan = answer;
        }
        return answer;
    }

    private CompletableFuture<Optional<Sighting>> nextCycle(String id, PendingLookUp lookUp) {
        CompletableFuture<Optional<Sighting>> answer = lookUp.nextCycle;
        if (answer == null) {
            answer = new CompletableFuture<>();
            lookUp.nextCycle = answer;
            waiting++;
            // Move the id to the end, because its wait begins now: the id that has waited longest is asked for first.
            pending.remove(id);
            pending.put(id, lookUp);
        }
        return answer;
    }

    /** Whether a cycle can begin: ids wait for it, and no request by id is in flight. */
    boolean isCycleDue() {
        return waiting > 0 && requestsInFlight == 0;
    }

    boolean isScanning() {
        return isScanning;
    }

    /** Returns the ids that wait for the next cycle. */
    Set<String> waiting() {
        return ids(lookUp -> lookUp.nextCycle != null);
    }

    /** Returns the number of ids that wait for the next cycle and that a scan may answer. */
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

    /**
     * Begins a scan. Ids that have waited for the next cycle (the next requests that are sent together) wait for this
     * scan instead, if a scan may answer them.
     */
    void beginScan() {
        isScanning = true;
        pending.values().stream().filter(PendingLookUp::isScannable).forEach(lookUp -> {
            lookUp.fromScan = lookUp.nextCycle;
            lookUp.nextCycle = null;
            waiting--;
        });
    }

    /** Returns the ids that still wait for the scan. */
    Set<String> waitingForScan() {
        return ids(lookUp -> lookUp.fromScan != null);
    }

    /**
     * Ends the wait of those ids that a page of the scan shows. Returns their pending answers, for the caller to
     * complete.
     */
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

    /**
     * Ends the scan. Returns the pending answers of the ids that still wait for this scan, for the caller to complete.
     */
    Collection<CompletableFuture<Optional<Sighting>>> endScan() {
        isScanning = false;
        return takeFromScan(waitingForScan()).values();
    }

    /**
     * Begins a cycle. Its requests name all waiting ids, and are as few as possible. Each request also names the ids
     * in {@code along}.
     */
    List<Batch> beginRequests(Collection<String> along, int mostIds) {
        Map<String, CompletableFuture<Optional<Sighting>>> asked = new LinkedHashMap<>();
        pending.forEach((id, lookUp) -> {
            if (lookUp.nextCycle != null) {
                asked.put(id, lookUp.nextCycle);
            }
        });
        List<Batch> batches = Batch.of(asked, along, mostIds);
        for (Batch batch : batches) {
            for (String id : batch.answers.keySet()) {
                PendingLookUp lookUp = of(id);
                lookUp.request = batch;
                lookUp.nextCycle = null;
                lookUp.isByIdOnly = false;
            }
        }
        waiting = 0;
        requestsInFlight = batches.size();
        return batches;
    }

    /** Notes that the request is no longer in flight, whether it was answered or has failed. */
    void endRequest(Batch batch) {
        requestsInFlight--;
        for (String id : batch.answers.keySet()) {
            PendingLookUp lookUp = of(id);
            lookUp.request = null;
            dropIfOver(id, lookUp);
        }
    }

    private void dropIfOver(String id, PendingLookUp lookUp) {
        if (lookUp.isOver()) {
            pending.remove(id);
        }
    }
}
