package io.github.cloudunmap.reconcile;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of Cloud Map's {@code ListInstances} for a service.
 *
 * @param createdByAccount the account that registered it, where Cloud Map says so
 */
public record RegisteredInstance(
        String id, Map<String, String> attributes, @Nullable String createdByAccount) {
    private static final String ADDRESS = "AWS_INSTANCE_IPV4";
    private static final String EC2_INSTANCE_ID = "AWS_EC2_INSTANCE_ID";

    public RegisteredInstance {
        attributes = Map.copyOf(attributes);
    }

    /** The address that clients of the service connect to. */
    public Optional<String> address() {
        return Optional.ofNullable(attributes.get(ADDRESS));
    }

    /** The id to look up in EC2: the attribute for it where there is one, else the Cloud Map id. */
    public String ec2Id() {
        return attributes.getOrDefault(EC2_INSTANCE_ID, id);
    }

    /** Whether its Cloud Map id is the EC2 instance's own, which EC2 never gives to another instance. */
    boolean isNamedByItsEc2Id() {
        return id.startsWith("i-") && id.equals(ec2Id());
    }
}
