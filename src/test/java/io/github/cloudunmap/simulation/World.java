package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.IdRule;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.ServicePolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What is true in AWS, whatever its APIs answer: the machines and the registrations. */
final class World {
    static final String OURS = "111111111111";
    static final String ANOTHERS = "222222222222";

    /** What Cloud Map never removes. */
    static final String STUCK = "host-0";

    /** A registration, and since when it has been as it is. */
    record Registration(RegisteredInstance instance, long since) {}

    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<String, Map<String, Registration>> services = new HashMap<>();

    void add(Machine machine) {
        machines.put(machine.id, machine);
    }

    /** EC2 no longer shows it. */
    void forget(Machine machine) {
        machine.forget();
        machines.remove(machine.id);
    }

    Collection<Machine> machines() {
        return machines.values();
    }

    @Nullable
    Machine machine(String id) {
        return machines.get(id);
    }

    List<Registration> registrations(String serviceId) {
        return new ArrayList<>(of(serviceId).values());
    }

    @Nullable
    Registration registration(String serviceId, String id) {
        return of(serviceId).get(id);
    }

    /** Registering the same again changes nothing. */
    void register(String serviceId, RegisteredInstance instance, long now) {
        of(serviceId)
                .merge(
                        instance.id(),
                        new Registration(instance, now),
                        (old, added) -> old.instance.attributes().equals(instance.attributes()) ? old : added);
    }

    /** Whether it was there. */
    boolean deregister(String serviceId, String id) {
        return of(serviceId).remove(id) != null;
    }

    private Map<String, Registration> of(String serviceId) {
        return services.computeIfAbsent(serviceId, s -> new LinkedHashMap<>());
    }

    /** Whether it is EC2's to vouch for. */
    static boolean isOurs(ServicePolicy policy, RegisteredInstance instance) {
        return instance.address().isPresent()
                && !ANOTHERS.equals(instance.createdByAccount())
                && (policy.ids() == IdRule.ANY || !instance.ec2Ids().isEmpty());
    }

    /** Since when the registration has been right, by what EC2 can tell; empty if it is not. */
    OptionalLong correctSince(ServicePolicy policy, Registration registration, long now) {
        return machineOf(policy, registration.instance)
                .map(machine -> machine.correctSince(address(registration), policy.unmapStopped(), now))
                .filter(OptionalLong::isPresent)
                .map(since -> OptionalLong.of(Math.max(since.getAsLong(), registration.since)))
                .orElse(OptionalLong.empty());
    }

    /** What is dead and may go by the rules, once they have waited for all that they wait for. */
    List<String> couldGo(ServicePolicy policy, long now) {
        List<Registration> registered = registrations(policy.serviceId());
        List<Registration> ours = registered.stream()
                .filter(registration -> isOurs(policy, registration.instance()))
                .toList();
        List<Registration> dead = ours.stream()
                .filter(registration -> correctSince(policy, registration, now).isEmpty())
                .toList();
        int addressed = (int) registered.stream()
                .filter(registration -> registration.instance().address().isPresent())
                .count();
        if (dead.size() == ours.size()
                || dead.size() > policy.maxDeregistrations().of(addressed)) {
            return List.of();
        }
        return dead.stream()
                .map(registration -> registration.instance().id())
                .filter(id -> !id.equals(STUCK))
                .toList();
    }

    /** Where the instance is that the registration is for; no region if there is none. */
    String regionOf(RegisteredInstance instance) {
        Machine machine = machines.get(instance.ec2Id());
        return machine == null ? "" : machine.region;
    }

    private Optional<Machine> machineOf(ServicePolicy policy, RegisteredInstance instance) {
        return Optional.ofNullable(machines.get(instance.ec2Id()))
                .filter(machine -> policy.regions().contains(machine.region));
    }

    private static String address(Registration registration) {
        return registration.instance.address().orElse("");
    }
}
