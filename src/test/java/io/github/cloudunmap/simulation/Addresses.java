package io.github.cloudunmap.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Gives addresses to instances. A private one that was given back may be given to the next. */
final class Addresses {
    private static final String PUBLIC = "52.";

    private final Random random;
    private final Ipv6 ipv6;
    private final Deque<String> free = new ArrayDeque<>();
    private int ofOurs;
    private int ofTheirs;
    private int prefixes;

    Addresses(Random random, Ipv6 ipv6) {
        this.random = random;
        this.ipv6 = ipv6;
    }

    static boolean isPublic(String address) {
        return address.startsWith(PUBLIC);
    }

    /** A private one, a public one, some of a delegated prefix if it has one, and those from IPv6. */
    List<String> ofAnInstance() {
        List<String> all = new ArrayList<>(List.of(ofAnInterface(), ofTheInternet()));
        if (random.nextInt(6) == 0) {
            int prefix = prefixes++;
            for (int host = 0; host < 3; host++) {
                all.add("10.9.%d.%d".formatted(prefix % 256, prefix / 256 * 16 + host));
            }
        }
        all.addAll(ipv6.ofAnInstance());
        return all;
    }

    String ofAnInterface() {
        int next = free.isEmpty() || random.nextBoolean() ? ofOurs++ : -1;
        return next < 0 ? free.remove() : "10.0.%d.%d".formatted(next / 256, next % 256);
    }

    String ofTheInternet() {
        int next = ofTheirs++;
        return PUBLIC + "0.%d.%d".formatted(next / 256, next % 256);
    }

    void giveBack(Collection<String> addresses) {
        addresses.stream().filter(address -> address.startsWith("10.0.")).forEach(free::add);
    }
}
