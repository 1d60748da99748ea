package io.github.cloudunmap.simulation;

import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds what one process makes of EC2's events against their rules. All times in nanoseconds. */
final class EventWatch {
    private static final long INTERVAL = Duration.ofSeconds(2).toNanos();
    private static final int BURST = 3;
    private static final Set<String> FINAL = Set.of("shutting-down", "terminated");

    private record Place(String region, String ec2Id) {}

    private final Scheduler scheduler;
    private final Violations violations;
    /** When an instance was last said to come to life. */
    private final Map<Place, Long> begunAt = new HashMap<>();

    private final Map<Scheduler.Task, Long> earlyPasses = new HashMap<>();
    /** By service, when all its early passes so far would be paid for, if each costs an interval. */
    private final Map<String, Long> paidAt = new HashMap<>();
    /** The last of each service. */
    private final Map<String, Set<RegisteredInstance>> lists = new HashMap<>();

    EventWatch(Scheduler scheduler, Violations violations) {
        this.scheduler = scheduler;
        this.violations = violations;
    }

    void happened(StateChange change) {
        scheduler.tell(() -> "event: " + change);
        if (change.state().equals("pending") || change.state().equals("running")) {
            begunAt.put(new Place(change.region(), change.ec2Id().toString()), scheduler.now());
        }
    }

    /** A pass begins now because of an event, if its ticket is still good. */
    void beginsEarly() {
        earlyPasses.put(scheduler.current(), scheduler.now());
    }

    /** A pass begins. */
    void begins(String serviceId) {
        Long at = earlyPasses.remove(scheduler.current());
        if (at == null) {
            return;
        }
        long paid = Math.max(paidAt.getOrDefault(serviceId, at), at) + INTERVAL;
        paidAt.put(serviceId, paid);
        if (paid - at > BURST * INTERVAL) {
            violations.add("after a burst of three, one early pass in two seconds", serviceId + " has more");
        }
    }

    /** A pass has read the list that it judges. An event about an instance that no such list has asks for no pass. */
    void listed(String serviceId, List<RegisteredInstance> listed) {
        lists.put(serviceId, Set.copyOf(listed));
    }

    /** Whether the last list had the registration as it is now. */
    boolean hasListed(String serviceId, RegisteredInstance instance) {
        return lists.getOrDefault(serviceId, Set.of()).contains(instance);
    }

    /** Whether an event has said since then that one of the registration's instances came to life. */
    boolean hasBegunSince(RegisteredInstance instance, ServiceSettings settings, long time) {
        return Names.ec2Ids(instance).stream()
                .anyMatch(id -> settings.regions().stream()
                        .anyMatch(region -> begunAt.getOrDefault(new Place(region, id), Long.MIN_VALUE) >= time));
    }

    /** The program forgets a service. */
    void removed(String serviceId) {
        paidAt.remove(serviceId);
        lists.remove(serviceId);
    }

    /** A pass that began after one of its instances had come to life removes a registration. */
    void removing(Pass pass, RegisteredInstance instance) {
        String reason = pass.announced.getOrDefault(instance.id(), Map.of()).getOrDefault("reason", "");
        Duration settling = FINAL.contains(reason) ? Duration.ZERO : pass.settings.settleTime();
        Duration grace = pass.settings.gracePeriod();
        long wait = (settling.compareTo(grace) > 0 ? settling : grace).toNanos();
        for (String id : Names.ec2Ids(instance)) {
            for (String region : pass.settings.regions()) {
                Long begun = begunAt.get(new Place(region, id));
                if (begun != null && begun < pass.begunAt() && scheduler.now() - begun < wait) {
                    violations.add(
                            "what comes to life waits anew",
                            "%s of %s goes %s after its event, as %s"
                                    .formatted(
                                            instance,
                                            pass.serviceId(),
                                            Duration.ofNanos(scheduler.now() - begun),
                                            reason));
                }
            }
        }
    }
}
