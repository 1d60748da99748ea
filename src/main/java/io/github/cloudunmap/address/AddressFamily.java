package io.github.cloudunmap.address;

import java.util.Optional;

/** A family of addresses. A registration has the address of each family in an attribute of its own. */
public enum AddressFamily {
    IPV4("AWS_INSTANCE_IPV4", "IPv4"),
    IPV6("AWS_INSTANCE_IPV6", "IPv6");

    private final String attribute;
    private final String word;

    AddressFamily(String attribute, String word) {
        this.attribute = attribute;
        this.word = word;
    }

    /** The attribute of a registration that holds its address of this family. */
    public String attribute() {
        return attribute;
    }

    /** The family of an address in canonical form. */
    public static AddressFamily of(String address) {
        return address.indexOf(':') < 0 ? IPV4 : IPV6;
    }

    /**
     * The canonical form of a plain address of this family. Two texts mean the same address exactly if their canonical
     * forms are equal. Blanks around the text are ignored.
     *
     * @return empty if the text is anything else, such as a name, an address with a port, or one of the other family
     */
    public Optional<String> canonical(String text) {
        String address = text.strip();
        return switch (this) {
            case IPV4 -> Ipv4Address.isPlain(address) ? Optional.of(address) : Optional.empty();
            case IPV6 -> Ipv6Address.parse(address).map(Ipv6Address::toString);
        };
    }

    /** The name in sentences. */
    @Override
    public String toString() {
        return word;
    }
}
