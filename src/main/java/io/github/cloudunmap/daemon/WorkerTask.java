package io.github.cloudunmap.daemon;

import java.util.Comparator;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A task that waits for a worker, or runs on one.
 *
 * @param at when the task is due, in nanoseconds since the workers' origin
 * @param rank the time that decides the order: the task of the lowest rank begins first
 * @param order the number of tasks that were added before, which decides between equal ranks
 * @param reads the endpoints that the task calls
 * @param limit stands for AWS's limit on lists, because each task first reads a list. It is the same object for all
 *     tasks that call the same Cloud Map
 * @param turnOfCall takes a turn for the task's first call: see {@link Workers#runAt}
 */
record WorkerTask(
        long at, long rank, long order, Set<Endpoint> reads, Object limit, LongSupplier turnOfCall, Runnable task) {
    static final Comparator<WorkerTask> FIRST =
            Comparator.comparingLong(WorkerTask::rank).thenComparingLong(WorkerTask::order);

    WorkerTask {
        reads = Set.copyOf(reads);
    }

    /** Returns the endpoints of Cloud Map among {@code reads}. A task's first call goes to one of them. */
    static Set<Endpoint> cloudMaps(Set<Endpoint> reads) {
        return reads.stream()
                .filter(endpoint -> endpoint.api() == Endpoint.Api.CLOUD_MAP)
                .collect(Collectors.toUnmodifiableSet());
    }
}
