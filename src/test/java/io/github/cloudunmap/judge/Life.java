package io.github.cloudunmap.judge;

import io.github.cloudunmap.inmemory.LaunchedInstance;
import io.github.cloudunmap.inmemory.NetworkInterface;
import io.github.cloudunmap.inmemory.NetworkInterface.Address;
import io.github.cloudunmap.inmemory.NetworkInterface.Association;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.OptionalLong;

/**
 * The states and addresses of one instance since its launch, as they truly were. Not thread-safe: {@link Truth} guards
 * it.
 */
final class Life {
    private record Phase(long since, LaunchedInstance instance) {}

    /** The newest first. */
    private final Deque<Phase> phases = new ArrayDeque<>();

    void becomes(long now, LaunchedInstance instance) {
        phases.addFirst(new Phase(now, instance));
    }

    long lastChange() {
        return phases.getFirst().since();
    }

    boolean isStopped() {
        LaunchedInstance.State state = phases.getFirst().instance().state();
        return state == LaunchedInstance.State.STOPPED || state == LaunchedInstance.State.STOPPING;
    }

    /** Since when the instance has held the address without a break, or empty if it does not hold it. */
    OptionalLong heldSince(String address, boolean running) {
        OptionalLong since = OptionalLong.empty();
        for (Iterator<Phase> newestFirst = phases.iterator(); newestFirst.hasNext(); ) {
            Phase phase = newestFirst.next();
            if (!lives(phase.instance(), running) || !has(phase.instance(), address)) {
                break;
            }
            since = OptionalLong.of(phase.since());
        }
        return since;
    }

    private static boolean lives(LaunchedInstance instance, boolean running) {
        return switch (instance.state()) {
            case PENDING, RUNNING -> true;
            case STOPPING, STOPPED -> !running;
            case SHUTTING_DOWN, TERMINATED -> false;
        };
    }

    private static boolean has(LaunchedInstance instance, String address) {
        return instance.interfaces().stream().anyMatch(each -> has(each, address));
    }

    private static boolean has(NetworkInterface each, String address) {
        return each.addresses().stream().anyMatch(own -> has(own, address))
                || each.prefixes().stream().anyMatch(prefix -> contains(prefix, address));
    }

    private static boolean has(Address own, String address) {
        Association outside = own.association();
        return own.privateIp().equals(address)
                || (outside != null && outside.ip().equals(address));
    }

    private static boolean contains(String prefix, String address) {
        int slash = prefix.indexOf('/');
        int ignoredBits = 32 - Integer.parseInt(prefix.substring(slash + 1));
        return number(prefix.substring(0, slash)) >> ignoredBits == number(address) >> ignoredBits;
    }

    private static long number(String address) {
        long number = 0;
        for (String octet : address.split("\\.", -1)) {
            number = number * 256 + Integer.parseInt(octet);
        }
        return number;
    }
}
