package io.github.cloudunmap.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state that a restart must not forget, as the file has it. All times are those of the wall clock.
 *
 * @param savedAt when this state was current
 */
public record Memory(Instant savedAt, List<Account> accounts, List<Region> regions, List<Service> services) {
    public Memory {
        accounts = List.copyOf(accounts);
        regions = List.copyOf(regions);
        services = List.copyOf(services);
    }

    /** The same without the registrations that wait. Their attributes can make it large. */
    Memory withoutStale() {
        return new Memory(
                savedAt,
                accounts,
                regions,
                services.stream()
                        .map(service -> new Service(
                                service.id,
                                service.serviceRegion,
                                service.instancesRegions,
                                service.role,
                                List.of(),
                                service.operations))
                        .toList());
    }

    /**
     * The credentials that AWS is called with.
     *
     * @param roleArn null for the process's own credentials
     */
    public record Role(@Nullable String roleArn, @Nullable String externalId) {}

    /**
     * The account that EC2 answered for.
     *
     * @param suspectSince since when it answers for another one; null if it does not
     */
    public record Account(Role role, String id, @Nullable Instant suspectSince) {}

    /**
     * The knowledge about a region, as one role reads it.
     *
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

    /** An EC2 instance that lived in the latest answer about it. */
    public record Instance(String id, String account, Instant seenAt) {}

    /**
     * Why a region is suspect.
     *
     * @param shows a description of the fault that continues a sentence after the region's name
     * @param missing the ids that the region should have shown
     */
    public record Suspicion(String shows, Instant since, List<String> missing) {
        public Suspicion {
            missing = List.copyOf(missing);
        }
    }

    /**
     * The state that the last pass of a service handed on.
     *
     * @param serviceRegion where the Cloud Map service is
     * @param instancesRegions where its EC2 instances were looked for
     */
    public record Service(
            String id,
            String serviceRegion,
            List<String> instancesRegions,
            Role role,
            List<Stale> stale,
            List<Operation> operations) {
        public Service {
            instancesRegions = List.copyOf(instancesRegions);
            stale = List.copyOf(stale);
            operations = List.copyOf(operations);
        }
    }

    /**
     * A registration that has been stale in every pass.
     *
     * @param since grace counts from here
     * @param changes how often its attributes have changed while it was stale
     */
    public record Stale(String instanceId, Map<String, String> attributes, Instant since, int changes) {
        public Stale {
            attributes = Map.copyOf(attributes);
        }
    }

    /** A removal that Cloud Map has accepted, and whose outcome is not known. */
    public record Operation(String instanceId, String operationId, Instant acceptedAt) {}
}
