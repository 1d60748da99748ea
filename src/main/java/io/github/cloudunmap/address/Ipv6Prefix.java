package io.github.cloudunmap.address;

import java.util.regex.Pattern;

/**
 * A range of IPv6 addresses.
 *
 * @param network the lowest address of the range
 * @param bits the number of leading bits that all addresses of the range share
 */
public record Ipv6Prefix(Ipv6Address network, int bits) implements Prefix {
    private static final Pattern BITS = Pattern.compile("[0-9]|[1-9][0-9]|1[01][0-9]|12[0-8]");

    public Ipv6Prefix {
        network = network.masked(bits);
    }

    /**
     * Parses a prefix in CIDR notation, such as {@code 2001:db8:0:1:2::/80}.
     *
     * @throws IllegalArgumentException if the text is no prefix
     */
    public static Ipv6Prefix parse(String cidr) {
        int slash = cidr.indexOf('/');
        String bits = cidr.substring(slash + 1);
        return Ipv6Address.parse(cidr.substring(0, Math.max(0, slash)))
                .filter(address -> BITS.matcher(bits).matches())
                .map(address -> new Ipv6Prefix(address, Integer.parseInt(bits)))
                .orElseThrow(() -> new IllegalArgumentException("no IPv6 prefix: " + cidr));
    }

    @Override
    public AddressFamily family() {
        return AddressFamily.IPV6;
    }

    @Override
    public boolean contains(String address) {
        return Ipv6Address.parse(address)
                .filter(ipv6 -> ipv6.masked(bits).equals(network))
                .isPresent();
    }

    @Override
    public String toString() {
        return network + "/" + bits;
    }
}
