package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.process.NamedThreads;
import io.github.cloudunmap.process.Timeouts;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Alarms on a timer that hands everything else to as many threads as it takes. */
final class AlarmTest {
    private static final int ALARMS = 200;

    private final ExecutorService endings = Executors.newCachedThreadPool(new NamedThreads("ending"));
    private final ExecutorService dispatcher = Executors.newSingleThreadExecutor(new NamedThreads("dispatch"));
    private final Timeouts timer = new Timeouts(endings);
    private final Alarm alarm = Alarm.of(timer, dispatcher);

    @AfterEach
    void close() {
        timer.shutdownNow();
        dispatcher.shutdownNow();
        endings.shutdownNow();
    }

    @Test
    void alarmsOfOneMomentTakeOneThreadHoweverLongTheyWaitForEachOther() throws Exception {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch allAreDue = new CountDownLatch(1);
        CountDownLatch rung = new CountDownLatch(ALARMS);
        for (int i = 0; i < ALARMS; i++) {
            alarm.after(Duration.ZERO, () -> {
                threads.add(Thread.currentThread().getName());
                await(allAreDue);
                rung.countDown();
            });
        }
        var unused = timer.schedule(allAreDue::countDown, 0, TimeUnit.NANOSECONDS);

        assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).containsExactly("dispatch-1");
    }

    @Test
    void aCancelledAlarmDoesNotRing() throws Exception {
        CountDownLatch rung = new CountDownLatch(1);
        alarm.after(Duration.ofSeconds(30), rung::countDown).run();

        assertThat(timer.getQueue()).isEmpty();
        assertThat(rung.getCount()).isOne();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
