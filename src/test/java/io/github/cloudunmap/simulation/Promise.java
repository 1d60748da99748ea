package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import io.github.cloudunmap.simulation.World.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The program's promise, held against what is true. A removal is judged when AWS has accepted it, by when the last
 * readings before it were requested and by what was true from then on. The only exception is
 * {@link #mayBeItsOwn}.
 */
final class Promise {
    /** W: how long after the request of the earlier reading a removal may be sent. */
    static final Duration SENDABLE = Duration.ofSeconds(15);
    /** D: how long an attempt may take until it has its effect. */
    static final Duration ATTEMPT = Duration.ofSeconds(20);

    private static final long UNREAD = SENDABLE.plus(ATTEMPT).toNanos();

    private final World world;
    private final Violations violations;

    Promise(World world, Violations violations) {
        this.world = world;
        this.violations = violations;
    }

    /** @param now when AWS has accepted the removal of this registration, in nanoseconds */
    void removed(Sending sending, Registration registration, long now) {
        ServiceSettings settings = sending.settings();
        List<String> addresses = Names.addresses(registration.instance(), settings.families());
        for (Machine machine : world.machinesOf(registration.instance())) {
            OptionalLong since = machine.holdsSince(addresses, settings.unmapStopped());
            if (since.isPresent()) {
                live(sending, registration, machine, since.getAsLong(), now);
            }
        }
        nobodyElses(sending, registration);
    }

    private void live(Sending sending, Registration registration, Machine machine, long heldSince, long now) {
        long settling = sending.settings().settleTime().toNanos();
        long read = sending.readings().earlier(machine);
        String what = "%s, which reads %s, lost %s, which %s has held since %s; it was read at %s, %s"
                .formatted(
                        sending.settings().serviceId(),
                        sending.settings().regions(),
                        registration,
                        machine,
                        Duration.ofNanos(heldSince),
                        Duration.ofNanos(read),
                        sending.how());
        if (registration.inThisFormSince() <= read && heldSince < read - settling) {
            violations.add("A. what had lived there before it was read is not removed", what);
        } else if (settling > 0
                && registration.timesMade() == 1
                && registration.madeAt() <= read
                && heldSince <= registration.madeAt()) {
            violations.add("B. what was made once and has lived there since is not removed, however young", what);
        } else if (registration.inThisFormSince() < now - UNREAD && heldSince < now - UNREAD - settling) {
            violations.add("A, seen from AWS. what has long lived there is not removed", what);
        }
    }

    private void nobodyElses(Sending sending, Registration registration) {
        RegisteredInstance instance = registration.instance();
        if (registration.inThisFormSince() > sending.readings().cloudMap()) {
            return;
        }
        String what = sending.settings().serviceId() + " lost " + registration + ", " + sending.how();
        if (Names.isAnotherControllers(instance)) {
            violations.add("C. what is another controller's is not removed", what);
        } else if (!isJudged(sending.settings(), instance) && !mayBeItsOwn(sending, instance)) {
            violations.add("C. what is skipped or foreign is not removed", what);
        }
    }

    /**
     * A process that knows only another account takes it for its own. If the credentials change during a pass of such a
     * process, and nothing has to settle, no answer needs to show it.
     */
    private static boolean mayBeItsOwn(Sending sending, RegisteredInstance instance) {
        return World.ANOTHERS.equals(instance.createdByAccount())
                && sending.settings().settleTime().isZero()
                && !sending.readings().answers().haveShownOurs();
    }

    /** Whether it is for EC2 to vouch for. */
    static boolean isJudged(ServiceSettings policy, RegisteredInstance instance) {
        return !Names.addresses(instance, policy.families()).isEmpty()
                && !Names.isAnotherControllers(instance)
                && !World.ANOTHERS.equals(instance.createdByAccount())
                && Names.region(instance)
                        .filter(region -> !policy.regions().contains(region))
                        .isEmpty()
                && (policy.ids() == IdRule.ANY || !Names.ec2Ids(instance).isEmpty());
    }

    /**
     * What is dead and may go by the rules, once they have waited for all that they wait for.
     *
     * @param madeBefore leaves out registrations made later, which the rules may still wait with
     */
    List<String> couldGo(ServiceSettings policy, long madeBefore) {
        return couldGo(policy).stream()
                .filter(id -> Objects.requireNonNull(world.registration(policy.serviceId(), id))
                                .madeAt()
                        < madeBefore)
                .toList();
    }

    List<String> couldGo(ServiceSettings policy) {
        List<RegisteredInstance> registered = world.registrations(policy.serviceId()).stream()
                .map(Registration::instance)
                .toList();
        List<RegisteredInstance> judged = registered.stream()
                .filter(instance -> isJudged(policy, instance))
                .toList();
        List<RegisteredInstance> dead =
                judged.stream().filter(instance -> !isHeld(instance, policy)).toList();
        int addressed = (int) registered.stream()
                .filter(instance ->
                        !Names.addresses(instance, policy.families()).isEmpty())
                .count();
        if (dead.size() == judged.size() || dead.size() > policy.limit().of(addressed)) {
            return List.of();
        }
        return dead.stream()
                .filter(instance -> policy.unmapStopped() || !isOfAStopped(instance))
                .filter(instance -> !mayGetAnAddress(instance, policy))
                .map(RegisteredInstance::id)
                .filter(id -> !id.equals(World.STUCK))
                .toList();
    }

    /**
     * Of those, the registrations that wait for nothing: each names this instance, and only such that EC2
     * shows ended.
     */
    List<RegisteredInstance> couldGoAtOnce(ServiceSettings policy, Machine ended, long now) {
        if (!policy.gracePeriod().isZero()) {
            return List.of();
        }
        List<RegisteredInstance> ofEnded = naming(policy, ended).stream()
                .filter(instance -> Names.ec2Ids(instance).stream().allMatch(id -> isShownEnded(id, now)))
                .toList();
        List<String> couldGo = ofEnded.isEmpty() ? List.of() : couldGo(policy);
        return ofEnded.stream()
                .filter(instance -> couldGo.contains(instance.id()))
                .toList();
    }

    /** The registrations that name this instance. */
    List<RegisteredInstance> naming(ServiceSettings policy, Machine machine) {
        return world.registrations(policy.serviceId()).stream()
                .map(Registration::instance)
                .filter(instance -> Names.names(instance, machine.id))
                .toList();
    }

    private boolean isShownEnded(String ec2Id, long now) {
        Machine machine = world.machine(ec2Id);
        return machine != null && machine.isShownEnded(now);
    }

    private boolean isHeld(RegisteredInstance instance, ServiceSettings policy) {
        List<String> addresses = Names.addresses(instance, policy.families());
        return world.machinesOf(instance).stream()
                .anyMatch(machine ->
                        machine.holdsSince(addresses, policy.unmapStopped()).isPresent());
    }

    /** Nothing tells an instance without an address of a family from one whose first EC2 does not show yet. */
    private boolean mayGetAnAddress(RegisteredInstance instance, ServiceSettings policy) {
        return Names.addresses(instance, policy.families()).stream()
                .anyMatch(address -> world.machinesOf(instance).stream()
                        .anyMatch(machine -> machine.isLive()
                                && machine.addresses().stream().noneMatch(own -> Ipv6.is(own) == Ipv6.is(address))));
    }

    /** A stopped instance has given up its public address: whether its registration goes is a matter of taste. */
    private boolean isOfAStopped(RegisteredInstance instance) {
        return world.machinesOf(instance).stream().anyMatch(machine -> machine.state() == State.STOPPED);
    }
}
