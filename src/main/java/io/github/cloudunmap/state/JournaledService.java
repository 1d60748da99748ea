package io.github.cloudunmap.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The service that a removal was made in, with all that undoing the removal takes.
 *
 * @param region where the Cloud Map service is
 * @param instancesRegions where its EC2 instances may run
 * @param roleArn the role that it is read and changed with; null for the process's own credentials
 * @param externalId given to STS with the role
 */
public record JournaledService(
        String id,
        String region,
        List<String> instancesRegions,
        @Nullable String roleArn,
        @Nullable String externalId) {
    public JournaledService {
        instancesRegions = List.copyOf(instancesRegions);
    }
}
