package io.github.cloudunmap.reconcile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

    /** The attribute for the EC2 id where there is one, else the Cloud Map id; neither need be an EC2 id. */
    public String ec2Id() {
        return attributes.getOrDefault(EC2_INSTANCE_ID, id);
    }

    /**
     * The EC2 ids that it names, by the attribute for it and by its Cloud Map id. Where these are two, either may be
     * the instance that serves: an attribute can be left over in an image, and a Cloud Map id from the instance
     * before.
     */
    public List<Ec2Id> ec2Ids() {
        return Stream.of(ec2Id(), id)
                .flatMap(text -> Ec2Id.parse(text).stream())
                .distinct()
                .toList();
    }

    /**
     * The ids to ask EC2 for. What names no EC2 id is asked for by the text in its place, as the Python tool does: EC2
     * does not know it.
     */
    public List<String> lookupIds() {
        List<Ec2Id> named = ec2Ids();
        return named.isEmpty()
                ? List.of(ec2Id())
                : named.stream().map(Ec2Id::toString).toList();
    }

    /**
     * Whether this is still the registration {@code other}. An account that one answer leaves out makes no difference.
     */
    boolean isSameAs(RegisteredInstance other) {
        return id.equals(other.id)
                && attributes.equals(other.attributes)
                && (createdByAccount == null
                        || other.createdByAccount == null
                        || createdByAccount.equals(other.createdByAccount));
    }
}
