package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Short words for the values that the tests of this package start from. */
final class Given {
    static final String HOME = "us-east-1";
    static final String AWAY = "eu-west-1";
    static final String ACCOUNT = "111111111111";

    /** When the list had been read: an answer requested at {@link #BEFORE} may be older than a registration. */
    static final long LISTED = 1_000;

    static final long BEFORE = LISTED - 1;

    private Given() {}

    static RegisteredInstance registered(String id, String address) {
        return new RegisteredInstance(id, Map.of("AWS_INSTANCE_IPV4", address), null);
    }

    static RegisteredInstance registeredBy(String account, String id, String address) {
        return new RegisteredInstance(id, Map.of("AWS_INSTANCE_IPV4", address), account);
    }

    static RegisteredInstance registeredFor(String ec2Id, String id, String address) {
        return new RegisteredInstance(id, Map.of("AWS_INSTANCE_IPV4", address, "AWS_EC2_INSTANCE_ID", ec2Id), null);
    }

    /** A registration with more attributes than its address. */
    static RegisteredInstance registeredWith(String id, String address, Map<String, String> more) {
        Map<String, String> attributes = new HashMap<>(more);
        attributes.put("AWS_INSTANCE_IPV4", address);
        return new RegisteredInstance(id, attributes, null);
    }

    static RegisteredInstance withoutAddress(String id) {
        return new RegisteredInstance(id, Map.of("AWS_ALIAS_DNS_NAME", "lb.example.com"), null);
    }

    static Ec2Instance ec2(String id, State state, String... addresses) {
        return new Ec2Instance(id, state, List.of(addresses), List.of(), ACCOUNT);
    }

    static Ec2Instance running(String id, String... addresses) {
        return ec2(id, State.RUNNING, addresses);
    }

    static Evidence evidence(String region, long requestedAt) {
        return new Evidence(region, "req-" + region + "-" + requestedAt, requestedAt);
    }

    static Sighting seen(Ec2Instance instance, String region, long requestedAt) {
        return new Sighting(instance, evidence(region, requestedAt));
    }

    static Sighting absent(String region, long requestedAt) {
        return new Sighting(null, evidence(region, requestedAt));
    }

    /** A view with these answers on one id. */
    static FleetView fleet(String ec2Id, Sighting... sightings) {
        return new FleetView(LISTED, Map.of(ec2Id, List.of(sightings)), Set.of(ACCOUNT));
    }

    /** A view in which the home region has just shown these instances, and none of the other ids. */
    static FleetView fleetOf(List<RegisteredInstance> registered, Ec2Instance... instances) {
        Map<String, Ec2Instance> byId =
                Arrays.stream(instances).collect(Collectors.toMap(Ec2Instance::id, instance -> instance));
        Map<String, List<Sighting>> sightings = registered.stream()
                .flatMap(instance -> instance.lookupIds().stream())
                .distinct()
                .collect(Collectors.toMap(id -> id, id -> List.of(new Sighting(byId.get(id), evidence(HOME, LISTED)))));
        return new FleetView(LISTED, sightings, Set.of(ACCOUNT));
    }

    static ServicePolicy policy() {
        return policyIn(HOME);
    }

    static ServicePolicy policyIn(String... regions) {
        return policy(List.of(regions), DeregistrationLimit.NONE, Duration.ZERO);
    }

    static ServicePolicy limitedTo(DeregistrationLimit limit) {
        return policy(List.of(HOME), limit, Duration.ZERO);
    }

    static ServicePolicy withGrace(Duration gracePeriod) {
        return policy(List.of(HOME), DeregistrationLimit.NONE, gracePeriod);
    }

    static ServicePolicy unmappingStopped() {
        return new ServicePolicy(
                "srv-a", HOME, List.of(HOME), DeregistrationLimit.NONE, Duration.ZERO, Duration.ZERO, true, IdRule.ANY);
    }

    static ServicePolicy ec2IdsOnly() {
        return new ServicePolicy(
                "srv-a",
                HOME,
                List.of(HOME),
                DeregistrationLimit.NONE,
                Duration.ZERO,
                Duration.ZERO,
                false,
                IdRule.EC2_ONLY);
    }

    private static ServicePolicy policy(List<String> regions, DeregistrationLimit limit, Duration gracePeriod) {
        return new ServicePolicy("srv-a", HOME, regions, limit, gracePeriod, Duration.ZERO, false, IdRule.ANY);
    }
}
