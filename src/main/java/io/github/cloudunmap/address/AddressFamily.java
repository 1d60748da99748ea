package io.github.cloudunmap.address;

import java.util.Optional;

/** A family of addresses: IPv4 or IPv6. A registration has one attribute for the address of each family. */
public enum AddressFamily {
    IPV4("AWS_INSTANCE_IPV4", "IPv4"),
    IPV6("AWS_INSTANCE_IPV6", "IPv6");

    private final String attribute;
    private final String word;

    AddressFamily(String attribute, String word) {
        this.attribute = attribute;
        this.word = word;
    }

    /** Returns the name of the attribute in which a registration has its address of this family. */
    public String attribute() {
        return attribute;
    }

    /** Returns the family of an address in canonical form. */
    public static AddressFamily of(String address) {
        return address.indexOf(':') < 0 ? IPV4 : IPV6;
    }

    /**
     * Returns the canonical form of a plain address of this family. Two texts mean the same address if and only if
     * their canonical forms are equal. Blanks around the text are ignored.
     *
     * @return empty if the text is no plain address of this family, such as a name or an address with a port
     */
    public Optional<String> canonical(String text) {
        String address = text.strip();
        return switch (this) {
            case IPV4 -> Ipv4Address.isPlain(address) ? Optional.of(address) : Optional.empty();
            case IPV6 -> Ipv6Address.parse(address).map(Ipv6Address::toString);
        };
    }

    /** Returns the family's name for sentences, such as {@code IPv4}. */
    @Override
    public String toString() {
        return word;
    }
}
