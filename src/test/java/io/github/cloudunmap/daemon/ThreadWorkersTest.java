package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class ThreadWorkersTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final long AN_HOUR = Duration.ofHours(1).toNanos();

    private final SystemTime time = new SystemTime();
    private final ThreadWorkers workers = new ThreadWorkers(1, time);

    @RepeatedTest(50)
    void drainsWithoutWaitingForWhatIsDueLater() {
        workers.runAt(time.nanos() + AN_HOUR, () -> {});
        workers.runAt(time.nanos(), () -> workers.runAt(time.nanos() + AN_HOUR, () -> {}));

        assertThat(workers.drain(DEADLINE)).isTrue();
    }

    @Test
    void runsWhatIsDueFirstFirstAndEqualsInTheOrderTheyWereHandedIn() throws Exception {
        Queue<String> ran = new ConcurrentLinkedQueue<>();
        CountDownLatch handedIn = new CountDownLatch(1);
        CountDownLatch allRan = new CountDownLatch(1);
        workers.runAt(time.nanos(), () -> await(handedIn));
        long later = time.nanos() + Duration.ofMillis(20).toNanos();
        workers.runAt(later, () -> ran.add("third"));
        workers.runAt(time.nanos(), () -> ran.add("first"));
        workers.runAt(time.nanos(), () -> ran.add("second"));
        workers.runAt(later, () -> allRan.countDown());
        handedIn.countDown();

        await(allRan);
        assertThat(workers.drain(DEADLINE)).isTrue();
        assertThat(ran).containsExactly("first", "second", "third");
    }

    @Test
    void takesATaskBackThatHasNotBegun() {
        AtomicInteger ran = new AtomicInteger();
        workers.runAt(time.nanos() + AN_HOUR, ran::incrementAndGet).run();

        assertThat(workers.drain(DEADLINE)).isTrue();
        assertThat(ran).hasValue(0);
    }

    @Test
    void letsGoOfTheThreadsBeyondASmallerNumberWhileWorkIsDue() throws Exception {
        workers.resize(4);
        CountDownLatch busy = new CountDownLatch(4);
        CountDownLatch resized = new CountDownLatch(1);
        for (int i = 0; i < 4; i++) {
            workers.runAt(time.nanos(), () -> {
                busy.countDown();
                await(resized);
            });
        }
        busy.await();
        Set<String> threads = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 100; i++) {
            workers.runAt(time.nanos(), () -> threads.add(Thread.currentThread().getName()));
        }
        workers.resize(1);
        resized.countDown();

        assertThat(workers.drain(DEADLINE)).isTrue();
        assertThat(threads).hasSize(1);
    }

    @Test
    void takesNothingOnceDrained() {
        AtomicInteger ran = new AtomicInteger();
        assertThat(workers.drain(DEADLINE)).isTrue();

        workers.runAt(time.nanos(), ran::incrementAndGet);

        assertThat(ran).hasValue(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
