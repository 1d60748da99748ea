package io.github.cloudunmap.reconcile;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Since when each stale registered instance of a service has been seen stale in every pass, in nanoseconds. An instance
 * that a pass does not see stale is forgotten, and one that registers anew starts again.
 */
public record StaleSince(Map<Registration, Long> firstSeen) {
    /** What a fresh start knows. */
    public static final StaleSince NONE = new StaleSince(Map.of());

    /** A registration that grace is counted for; another address or EC2 instance is another registration. */
    public record Registration(String id, String ec2Id, String address) {
        static Registration of(RegisteredInstance instance) {
            return new Registration(
                    instance.id(), instance.ec2Id(), instance.address().orElse(""));
        }
    }

    public StaleSince {
        firstSeen = Map.copyOf(firstSeen);
    }

    StaleSince seenStale(Collection<RegisteredInstance> stale, long now) {
        Map<Registration, Long> next = new HashMap<>();
        for (RegisteredInstance instance : stale) {
            Registration registration = Registration.of(instance);
            next.put(registration, firstSeen.getOrDefault(registration, now));
        }
        return new StaleSince(next);
    }

    boolean hasLasted(RegisteredInstance instance, Duration gracePeriod, long now) {
        return Optional.ofNullable(firstSeen.get(Registration.of(instance)))
                .map(since -> now - since >= gracePeriod.toNanos())
                .orElse(false);
    }
}
