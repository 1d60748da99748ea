package io.github.cloudunmap.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state that a restart must not forget, as {@code memory.json} has it. All times are those of the wall clock.
 *
 * @param savedAt when this state was current
 */
public record Memory(
        Instant savedAt,
        List<Account> accounts,
        List<Region> regions,
        List<Service> services,
        List<Selection> selections) {
    /** For how long the state of a service is kept once no selection finds the service any more. */
    public static final Duration LEFT_KEPT_FOR = Duration.ofDays(1);

    public Memory {
        accounts = List.copyOf(accounts);
        regions = List.copyOf(regions);
        services = List.copyOf(services);
        selections = List.copyOf(selections);
    }

    /** Returns a copy of this memory without the stale registrations, whose attributes can make the memory large. */
    Memory withoutStale() {
        return withoutStale((serviceId, stale) -> true);
    }

    /**
     * @param dropped is given the id of a service and one of its stale registrations, and says whether to leave out
     *     the registration
     */
    Memory withoutStale(BiPredicate<String, Stale> dropped) {
        return new Memory(
                savedAt,
                accounts,
                regions,
                services.stream()
                        .map(service -> service.with(
                                service.stale.stream()
                                        .filter(stale -> !dropped.test(service.id, stale))
                                        .toList(),
                                service.leftAt))
                        .toList(),
                selections);
    }

    /**
     * Returns a copy of this memory with only the services that a starting process may need. These are the services
     * that the process starts with. If the process has selections, these are also the services that a selection found
     * before, because a selection may find them again. A service is left out in any case if its {@code leftAt} is more
     * than {@link #LEFT_KEPT_FOR} ago.
     *
     * @param known the ids of the services that the process starts with
     * @param hasSelections whether the process has selections
     * @param now when the process starts
     */
    public Memory ofServices(Set<String> known, boolean hasSelections, Instant now) {
        Set<String> found = selections.stream()
                .flatMap(selection -> selection.found.stream())
                .map(Found::serviceId)
                .collect(Collectors.toSet());
        List<Service> kept = new ArrayList<>();
        for (Service service : services) {
            Instant leftAt = service.leftAt;
            if (leftAt != null && Duration.between(leftAt, now).compareTo(LEFT_KEPT_FOR) > 0) {
                continue;
            }
            if (known.contains(service.id)) {
                kept.add(service.with(service.stale, null));
            } else if (hasSelections && (leftAt != null || found.contains(service.id))) {
                kept.add(service.with(service.stale, Objects.requireNonNullElse(leftAt, now)));
            }
        }
        return new Memory(savedAt, accounts, regions, kept, selections);
    }

    /**
     * The credentials that AWS is called with.
     *
     * @param roleArn the role to assume; null for the process's own credentials
     * @param externalId the external id given to STS with the role; null if there is none
     */
    public record Role(@Nullable String roleArn, @Nullable String externalId) {}

    /**
     * The earlier account of one role: the account that EC2 answered for first.
     *
     * @param suspectSince when the first answer for another account arrived. The hold ({@code suspect-hold}: for how
     *     long such answers stay suspect after a restart) counts from here. Null if there was no such answer. Also
     *     null if the process that saved this memory has itself received an answer for the earlier account: that
     *     process suspects answers for another account without a time limit, and counts no hold
     */
    public record Account(Role role, String id, @Nullable Instant suspectSince) {}

    /**
     * The knowledge about a region, as one role reads it.
     *
     * @param alive the instances that were live in the latest answer about them
     * @param suspicion why the region is suspect; null if it is not
     */
    public record Region(
            Role role,
            String region,
            List<Instance> alive,
            @Nullable Suspicion suspicion) {
        public Region {
            alive = List.copyOf(alive);
        }
    }

    /**
     * An EC2 instance that was live in the latest answer about it.
     *
     * @param account the account that owns the instance
     * @param seenAt when that answer was requested
     */
    public record Instance(String id, String account, Instant seenAt) {}

    /**
     * Why a region is suspect.
     *
     * @param shows the fault in words, which follow the region's name in a sentence
     * @param since when the first suspicious answer arrived
     * @param missing the ids that were missing in this first answer, without those that later answers have shown
     */
    public record Suspicion(String shows, Instant since, List<String> missing) {
        public Suspicion {
            missing = List.copyOf(missing);
        }
    }

    /**
     * The state that the last pass of a service handed on to the next pass.
     *
     * @param serviceRegion the region of the Cloud Map service
     * @param instancesRegions the regions that the service's EC2 instances were looked for in
     * @param stale the registrations with a streak (an unbroken sequence of stale verdicts)
     * @param operations the removals that Cloud Map has accepted, and whose outcome is not known
     * @param leftAt when the selections stopped finding the service; null while the service has passes
     */
    public record Service(
            String id,
            String serviceRegion,
            List<String> instancesRegions,
            Role role,
            List<Stale> stale,
            List<Operation> operations,
            @Nullable Instant leftAt) {
        public Service {
            instancesRegions = List.copyOf(instancesRegions);
            stale = List.copyOf(stale);
            operations = List.copyOf(operations);
        }

        private Service with(List<Stale> otherStale, @Nullable Instant otherLeftAt) {
            return new Service(id, serviceRegion, instancesRegions, role, otherStale, operations, otherLeftAt);
        }
    }

    /**
     * A registration that has been stale in every pass since its grace began.
     *
     * @param since when the first of these passes judged the registration; grace counts from here
     * @param changes how often its attributes have changed while it was stale
     */
    public record Stale(String instanceId, Map<String, String> attributes, Instant since, int changes) {
        public Stale {
            attributes = Map.copyOf(attributes);
        }
    }

    /** A removal that Cloud Map has accepted, and whose outcome is not known. */
    public record Operation(String instanceId, String operationId, Instant acceptedAt) {}

    /**
     * A selection, and the services that it finds.
     *
     * @param namespace the namespace whose services it selects, written as in the configuration file
     * @param tags the tags that a service must have
     * @param found the services of the selection that are in effect
     * @param isPostponed whether the latest reading lacked more than half of {@code found}, and so did not take
     *     effect. The next reading is not postponed, whatever it finds
     */
    public record Selection(
            String namespace,
            List<String> names,
            Map<String, String> tags,
            String serviceRegion,
            Role role,
            List<Found> found,
            boolean isPostponed) {
        public Selection {
            names = List.copyOf(names);
            tags = Map.copyOf(tags);
            found = List.copyOf(found);
        }
    }

    /** A service that a selection finds. */
    public record Found(String serviceId, String name) {}
}
