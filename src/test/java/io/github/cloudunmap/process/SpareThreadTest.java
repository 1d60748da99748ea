package io.github.cloudunmap.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The spare thread of a system that starts only so many threads. A spare thread that does not end when it should leaves
 * a test waiting for its end.
 */
@Timeout(60)
final class SpareThreadTest {
    private final List<Thread> started = new ArrayList<>();
    private int limit = 2;
    private final SpareThread spare = new SpareThread(Limited::new, new SystemTime());

    @AfterEach
    void end() {
        started.forEach(Thread::interrupt);
    }

    @Test
    void holdsOneThread() throws Exception {
        renew(3);
        assertThat(alive()).isEqualTo(1);
    }

    /** The JVM needs a place for the thread that handles a signal, as long as the limit lasts. */
    @Test
    void leavesThePlaceFreeAsLongAsTheLimitIsReached() throws Exception {
        renew(1);
        limit = 1;
        for (int i = 0; i < 4; i++) {
            renew(1);
            assertThat(alive()).as("after %d more calls", i + 1).isZero();
        }
    }

    @Test
    void holdsOneAgainOnceThereIsRoomForTwo() throws Exception {
        renew(1);
        limit = 1;
        renew(2);
        limit = 2;
        renew(1);
        assertThat(alive()).isEqualTo(1);
    }

    @Test
    void holdsNoneIfNoThreadCanBeStarted() throws Exception {
        limit = 0;
        renew(2);
        assertThat(alive()).isZero();
    }

    /** Renews the spare thread, and waits for the end of the threads that have to end. */
    private void renew(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            spare.renew();
            while (alive() > 1) {
                Thread.onSpinWait();
            }
        }
        if (limit < 2) {
            for (Thread thread : started) {
                thread.join();
            }
        }
    }

    private int alive() {
        return (int) started.stream().filter(Thread::isAlive).count();
    }

    private final class Limited extends Thread {
        Limited(Runnable task) {
            super(task);
        }

        @Override
        public synchronized void start() {
            if (alive() >= limit) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            started.add(this);
            super.start();
        }
    }
}
