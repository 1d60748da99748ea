package io.github.cloudunmap.reconcile;

import static java.util.stream.Collectors.joining;

import io.github.cloudunmap.address.AddressFamily;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One entry of Cloud Map's {@code ListInstances} for a service.
 *
 * @param id the registration's id in Cloud Map, often an EC2 id
 * @param createdByAccount the account that made the registration; null if Cloud Map does not say
 */
public record RegisteredInstance(
        String id, Map<String, String> attributes, @Nullable String createdByAccount) {
    /** The attribute with the EC2 id of the instance. */
    public static final String EC2_INSTANCE_ID = "AWS_EC2_INSTANCE_ID";
    /** The form of an id that Cloud Map accepts for a registration. */
    private static final Pattern ASKABLE = Pattern.compile("[0-9A-Za-z_/:.@-]{1,64}");

    public RegisteredInstance {
        attributes = Map.copyOf(attributes);
    }

    /**
     * Returns the addresses by which the registration is judged, in canonical form, by family.
     *
     * @param judged the families whose attributes are judged
     * @return empty if the registration has none of these attributes, or if one of them holds anything but a plain
     *     address of its family
     */
    public Map<AddressFamily, String> addresses(Collection<AddressFamily> judged) {
        Map<AddressFamily, String> addresses = new EnumMap<>(AddressFamily.class);
        for (AddressFamily family : judged) {
            String text = attributes.get(family.attribute());
            if (text != null) {
                Optional<String> address = family.canonical(text);
                if (address.isEmpty()) {
                    return Map.of();
                }
                addresses.put(family, address.get());
            }
        }
        return addresses;
    }

    /**
     * Says why {@link #addresses} is empty. Either the registration has none of the judged attributes, or one of them
     * does not hold a plain IPv4 or IPv6 address, but for example a name, or an address with a port. EC2 shows only
     * plain addresses, so any other text could never match.
     */
    String whyWithoutAddresses(Collection<AddressFamily> judged) {
        return judged.stream()
                .flatMap(family -> Stream.ofNullable(attributes.get(family.attribute()))
                        .filter(text -> family.canonical(text).isEmpty())
                        .map(text -> whyNoAddress(family, text)))
                .findFirst()
                .orElseGet(() ->
                        "no " + judged.stream().map(AddressFamily::attribute).collect(joining(" or ")) + " attribute");
    }

    private static String whyNoAddress(AddressFamily family, String text) {
        return family.attribute() + (text.isBlank() ? " is empty" : " is no plain " + family + " address: " + text);
    }

    /**
     * Returns the registered IPv4 and IPv6 address, separated by a comma, without the blanks around them. Leaves out
     * an attribute that does not hold a plain address, but for example a name, or an address with a port. The result
     * can be empty.
     */
    public String shownAddresses() {
        return Stream.of(AddressFamily.values())
                .flatMap(family -> Stream.ofNullable(attributes.get(family.attribute()))
                        .filter(text -> family.canonical(text).isPresent())
                        .map(String::strip))
                .collect(joining(", "));
    }

    /**
     * Returns the attribute {@code AWS_EC2_INSTANCE_ID} if it is not blank, else the Cloud Map id. The text need not
     * be an EC2 id.
     */
    public String ec2Id() {
        String named = attributes.getOrDefault(EC2_INSTANCE_ID, "").strip();
        return named.isEmpty() ? id : named;
    }

    /**
     * Returns the EC2 ids that the registration names: the one in {@code AWS_EC2_INSTANCE_ID}, and the Cloud Map id.
     * If the two differ, either can be the instance that serves: the attribute can be left over from an image, and the
     * Cloud Map id from an earlier instance.
     */
    public List<Ec2Id> ec2Ids() {
        Optional<Ec2Id> own = Ec2Id.parse(id);
        if (ec2Id().equals(id)) {
            return own.map(List::of).orElse(List.of());
        }
        Optional<Ec2Id> named = Ec2Id.parse(ec2Id());
        Optional<Ec2Id> other = own.filter(unlike -> !named.equals(Optional.of(unlike)));
        return named.isEmpty()
                ? own.map(List::of).orElse(List.of())
                : other.map(second -> List.of(named.get(), second)).orElse(List.of(named.get()));
    }

    /**
     * Returns the ids to ask EC2 for: the EC2 ids that the registration names. If it names none, the result is the
     * text that stands in place of an EC2 id: the attribute {@code AWS_EC2_INSTANCE_ID} or, if this attribute is
     * blank, the Cloud Map id. EC2 has no instance with this text as its id. So under the rule
     * {@link ServicePolicy.IdRule#ANY}, EC2's answer makes the registration stale. Under
     * {@link ServicePolicy.IdRule#EC2_ONLY}, the registration is not judged.
     *
     * <p>The result is empty if the registration names no EC2 id, and the text in place of an EC2 id does not have the
     * form of a Cloud Map id. Then the registration is skipped under either rule. If it is foreign, such as one of
     * another controller, it gets this verdict instead. EC2 must not be asked for such a text: EC2 reads {@code *} and
     * {@code ?} as wildcards, and may reject a whole request because of other characters.
     */
    public List<String> lookupIds() {
        List<Ec2Id> named = ec2Ids();
        return named.isEmpty()
                ? Stream.of(ec2Id()).filter(ASKABLE.asMatchPredicate()).toList()
                : named.stream().map(Ec2Id::toString).toList();
    }

    /**
     * Returns the attributes for a request to register the instance. If the registration has
     * {@code AWS_EC2_INSTANCE_ID}, its {@code AWS_INSTANCE_IPV4} is left out: Cloud Map refuses a request with both
     * attributes, and fills in the address itself.
     */
    public Map<String, String> attributesToRegister() {
        Map<String, String> requested = new HashMap<>(attributes);
        if (requested.containsKey(EC2_INSTANCE_ID)) {
            requested.remove(AddressFamily.IPV4.attribute());
        }
        return requested;
    }

    /**
     * Whether this is still the same registration as {@code other}. The accounts that made them are compared only if
     * both are known.
     */
    boolean isSameAs(RegisteredInstance other) {
        return id.equals(other.id)
                && attributes.equals(other.attributes)
                && (createdByAccount == null
                        || other.createdByAccount == null
                        || createdByAccount.equals(other.createdByAccount));
    }
}
