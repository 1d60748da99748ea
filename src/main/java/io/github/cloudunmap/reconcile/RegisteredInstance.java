package io.github.cloudunmap.reconcile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
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
    /** What Cloud Map takes for the id of a registration. */
    private static final Pattern ASKABLE = Pattern.compile("[0-9A-Za-z_/:.@-]{1,64}");

    public RegisteredInstance {
        attributes = Map.copyOf(attributes);
    }

    /** The plain IPv4 address that clients of the service connect to. Blanks around it are no part of it. */
    public Optional<String> address() {
        return Optional.ofNullable(attributes.get(ADDRESS)).map(String::strip).filter(Ipv4Address::isPlain);
    }

    /** Why {@link #address()} is empty: EC2 shows no other way of writing an address, so none could be found. */
    String whyWithoutAddress() {
        String text = attributes.get(ADDRESS);
        return text == null
                ? "no " + ADDRESS + " attribute"
                : text.isBlank() ? ADDRESS + " is empty" : ADDRESS + " is no plain IPv4 address: " + text;
    }

    /** The attribute for the EC2 id where it says something, else the Cloud Map id; neither need be an EC2 id. */
    public String ec2Id() {
        String named = attributes.getOrDefault(EC2_INSTANCE_ID, "").strip();
        return named.isEmpty() ? id : named;
    }

    /**
     * The EC2 ids that it names, by the attribute for it and by its Cloud Map id. Where these are two, either may be
     * the instance that serves: an attribute can be left over in an image, and a Cloud Map id from the instance
     * before.
     */
    public List<Ec2Id> ec2Ids() {
        Optional<Ec2Id> named = Ec2Id.parse(ec2Id());
        Optional<Ec2Id> own = Ec2Id.parse(id).filter(other -> !named.equals(Optional.of(other)));
        return named.isEmpty()
                ? own.map(List::of).orElse(List.of())
                : own.map(other -> List.of(named.get(), other)).orElse(List.of(named.get()));
    }

    /**
     * The ids to ask EC2 for. What names no EC2 id is asked for by the text in its place, as the Python tool does: EC2
     * does not know it. Empty if that text could not be the id of any registration: EC2 takes {@code *} and {@code ?}
     * for wildcards, and may refuse other characters, together with the ids that share the request.
     */
    public List<String> lookupIds() {
        List<Ec2Id> named = ec2Ids();
        return named.isEmpty()
                ? Stream.of(ec2Id()).filter(ASKABLE.asMatchPredicate()).toList()
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
