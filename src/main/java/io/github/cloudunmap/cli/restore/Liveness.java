package io.github.cloudunmap.cli.restore;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.reconcile.Ec2Id;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.InstanceDirectory;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** EC2's answers about the instances that registrations name. */
final class Liveness {
    private static final Duration LONGEST_READ = Duration.ofMinutes(2);

    private final Map<String, List<Ec2Instance>> instances = new HashMap<>();
    private final List<AddressFamily> judged;
    private final String regions;

    private Liveness(List<AddressFamily> judged, List<InstanceDirectory> directories) {
        this.judged = judged;
        this.regions = directories.stream().map(InstanceDirectory::region).collect(Collectors.joining(", "));
    }

    /**
     * Asks each region for the EC2 ids of all registrations together. Asks none if there are no EC2 ids.
     *
     * @param judged the address families to compare: an instance must have all of the registration's addresses of
     *     these families
     * @throws io.github.cloudunmap.reconcile.ApiFailure if a region could not be read
     */
    static Liveness read(
            Collection<RegisteredInstance> registrations,
            List<AddressFamily> judged,
            List<InstanceDirectory> directories,
            TimeSource time) {
        Liveness liveness = new Liveness(judged, directories);
        Set<String> ids = registrations.stream()
                .flatMap(registration -> registration.ec2Ids().stream())
                .map(Ec2Id::toString)
                .collect(Collectors.toSet());
        for (InstanceDirectory directory : ids.isEmpty() ? List.<InstanceDirectory>of() : directories) {
            Map<String, Sighting> answers = time.await(
                    "DescribeInstances in " + directory.region(), directory.lookUp(ids, time.nanos()), LONGEST_READ);
            answers.forEach((id, sighting) -> sighting.instance()
                    .ifPresent(instance -> liveness.instances
                            .computeIfAbsent(id, unused -> new ArrayList<>())
                            .add(instance)));
        }
        return liveness;
    }

    /**
     * Returns what speaks against restoring the registration; empty if EC2 shows an instance with an EC2 id that the
     * registration names, and with the registration's addresses. An instance that is ended, stopping or stopped does
     * not count.
     */
    Optional<String> objection(RegisteredInstance registration) {
        List<Ec2Id> ids = registration.ec2Ids();
        if (ids.isEmpty()) {
            return Optional.of("it names no EC2 id, so EC2 cannot show it alive");
        }
        List<Ec2Instance> shown = ids.stream()
                .flatMap(id -> instances.getOrDefault(id.toString(), List.of()).stream())
                .toList();
        List<Ec2Instance> running = shown.stream()
                .filter(instance -> instance.isLive() && !instance.isStopped())
                .toList();
        Map<AddressFamily, String> addresses = registration.addresses(judged);
        if (!addresses.isEmpty() && running.stream().anyMatch(instance -> instance.hasAddresses(addresses))) {
            return Optional.empty();
        } else if (!running.isEmpty()) {
            return Optional.of(
                    "EC2 shows " + running.get(0).id() + " without the address " + registration.shownAddresses());
        }
        return Optional.of(
                shown.isEmpty()
                        ? "EC2 shows no such instance in " + regions
                        : "EC2 shows " + shown.get(0).id() + " as " + state(shown.get(0)));
    }

    private static String state(Ec2Instance instance) {
        return instance.state().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
