package io.github.cloudunmap.judge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Gives each instance addresses of its own, and those of ended instances to later ones. Not thread-safe. */
final class Addresses {
    private static final int FREE_AT_LEAST = 3;

    private final Map<String, Deque<String>> free = new HashMap<>();
    private int number;

    /** A private address, rather one that a dead instance had. */
    String privateIp(String region) {
        Deque<String> given = free.computeIfAbsent(region, key -> new ArrayDeque<>());
        return given.size() > FREE_AT_LEAST ? given.removeFirst() : "10.0" + next();
    }

    void giveBack(String region, String privateIp) {
        free.computeIfAbsent(region, key -> new ArrayDeque<>()).addLast(privateIp);
    }

    /** Carrier and customer-owned addresses, which look alike. */
    String outside() {
        return "155.146" + next();
    }

    /** The network part of a prefix of 16 addresses, up to its last point. */
    String prefix() {
        number++;
        return "10." + (100 + number / 256 % 100) + "." + number % 256 + ".";
    }

    private String next() {
        number++;
        return "." + number / 250 % 250 + "." + (number % 250 + 1);
    }
}
