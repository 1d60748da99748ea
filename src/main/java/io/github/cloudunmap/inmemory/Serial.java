package io.github.cloudunmap.inmemory;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Makes ids that look random, but depend only on a serial number. So a scenario has the same ids in every run. */
final class Serial {
    /** An odd factor, so that different numbers have different products, even when the products overflow. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final AtomicLong last = new AtomicLong();

    /** Returns the prefix followed by 17 hexadecimal digits, the form of EC2's ids. */
    String id(String prefix) {
        return prefix + hex(last.incrementAndGet());
    }

    String uuid() {
        long number = last.incrementAndGet() * SPREAD;
        return new UUID(number, number * SPREAD).toString();
    }

    static String hex(long number) {
        return String.format("0%016x", number * SPREAD);
    }
}
