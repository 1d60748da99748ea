package io.github.cloudunmap.judge;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Lets real time pass. */
final class Waiting {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private Waiting() {}

    /** Waits for the condition, or for as many seconds in vain. */
    static void await(int seconds, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() - end < 0 && !condition.getAsBoolean()) {
            pause(100);
        }
    }

    static void pause(long millis) throws InterruptedException {
        if (NEVER.await(millis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("nobody counts down");
        }
    }
}
