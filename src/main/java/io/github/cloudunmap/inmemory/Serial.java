package io.github.cloudunmap.inmemory;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Makes ids that look random but depend only on a serial number. So a scenario has the same ids every time. */
final class Serial {
    /** An odd factor, so that no two numbers have the same product. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final AtomicLong last = new AtomicLong();

    /** Returns the prefix and 17 hex digits, as EC2 and Cloud Map write ids. */
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
