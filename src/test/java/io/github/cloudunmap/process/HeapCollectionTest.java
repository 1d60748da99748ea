package io.github.cloudunmap.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeapCollectionTest {
    private final VirtualTime time = new VirtualTime();
    private final AtomicInteger collections = new AtomicInteger();
    private final HeapCollection heap = new HeapCollection(time, collections::incrementAndGet);

    @Test
    void aShortRunCollectsNothing() {
        time.advance(HeapCollection.EVERY.minusNanos(1));
        heap.afterPass();
        assertThat(collections).hasValue(0);
    }

    @Test
    void passesCollectOnceInAWhileHoweverManyTheyAre() {
        for (int seconds = 0; seconds < 180; seconds++) {
            time.advance(Duration.ofSeconds(1));
            heap.afterPass();
            heap.afterPass();
        }
        assertThat(collections).hasValue(3);
    }
}
