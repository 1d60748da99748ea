package io.github.cloudunmap.daemon;

import java.util.Comparator;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A task that waits for a worker, or runs on one.
 *
 * @param limit the same object for all tasks of one Cloud Map, whose first calls AWS limits together
 */
record Turn(long at, long order, Set<Endpoint> reads, Object limit, LongSupplier turn, Runnable task) {
    static final Comparator<Turn> DUE_FIRST = Comparator.comparingLong(Turn::at).thenComparingLong(Turn::order);

    Turn {
        reads = Set.copyOf(reads);
    }

    /** The Cloud Maps among what a task reads, which say whose limit its first call keeps to. */
    static Set<Endpoint> cloudMaps(Set<Endpoint> reads) {
        return reads.stream()
                .filter(endpoint -> endpoint.api() == Endpoint.Api.CLOUD_MAP)
                .collect(Collectors.toUnmodifiableSet());
    }
}
