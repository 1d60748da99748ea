package io.github.cloudunmap.daemon;

import java.util.Comparator;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A task that waits for a worker, or runs on one.
 *
 * @param at when the task is due, in nanoseconds since the workers' origin
 * @param rank the time that decides the order: of the tasks that can begin, the one of the lowest rank begins first
 * @param order the number of tasks that were added before this one. Of tasks with equal ranks, the one that was added
 *     first begins first
 * @param reads the endpoints that the task calls
 * @param limit stands for the rate limit of the task's first call, which asks Cloud Map for a list. Tasks that call
 *     the same endpoint of Cloud Map share its rate limit, so they have the same object here
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
