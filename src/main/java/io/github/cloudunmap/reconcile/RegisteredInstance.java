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

    /** Whether this is still the registration {@code other}. An account that one answer leaves out makes no difference. */
    boolean isSameAs(RegisteredInstance other) {
        return id.equals(other.id)
                && attributes.equals(other.attributes)
                && (createdByAccount == null
                        || other.createdByAccount == null
                        || createdByAccount.equals(other.createdByAccount));
    }
}
