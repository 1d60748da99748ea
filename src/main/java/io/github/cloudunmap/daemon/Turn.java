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
 * @param order the number of tasks that were added before
 * @param reads the endpoints that the task calls
 * @param limit the same object for all tasks that call one Cloud Map, because AWS limits their first calls together
 * @param turn takes the turn of the task's first call: see {@link Workers#runAt}
 */
record Turn(long at, long rank, long order, Set<Endpoint> reads, Object limit, LongSupplier turn, Runnable task) {
    static final Comparator<Turn> FIRST = Comparator.comparingLong(Turn::rank).thenComparingLong(Turn::order);

    Turn {
        reads = Set.copyOf(reads);
    }

    /**
     * Returns the Cloud Maps among the endpoints that a task calls. AWS limits the first call of a task for each Cloud
     * Map.
     */
    static Set<Endpoint> cloudMaps(Set<Endpoint> reads) {
        return reads.stream()
                .filter(endpoint -> endpoint.api() == Endpoint.Api.CLOUD_MAP)
                .collect(Collectors.toUnmodifiableSet());
    }
}
