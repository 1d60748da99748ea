package io.github.cloudunmap.state;

import io.github.cloudunmap.address.AddressFamily;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The service that a removal was made in, with those of its settings that are needed to undo the removal.
 *
 * @param region the region of the Cloud Map service
 * @param instancesRegions the regions that the service's EC2 instances may run in
 * @param roleArn the role that the service is read and changed with; null for the process's own credentials
 * @param externalId the external id given to STS with the role; null if there is none
 * @param addresses the families of addresses by which its registrations are judged
 */
public record JournaledService(
        String id,
        String region,
        List<String> instancesRegions,
        @Nullable String roleArn,
        @Nullable String externalId,
        List<AddressFamily> addresses) {
    public JournaledService {
        instancesRegions = List.copyOf(instancesRegions);
        addresses = List.copyOf(addresses);
    }
}
