package io.github.cloudunmap.address;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses.
 *
 * @param network the lowest address of the range as a number
 * @param bits the number of leading bits that all addresses of the range share
 */
public record Ipv4Prefix(int network, int bits) implements Prefix {
    private static final Pattern BITS = Pattern.compile("[0-9]|[12][0-9]|3[0-2]");

    public Ipv4Prefix {
        if (bits < 0 || bits > 32) {
            throw new IllegalArgumentException("a prefix of " + bits + " bits");
        }
        network &= mask(bits);
    }

    /**
     * Parses a prefix in CIDR notation, such as {@code 10.0.1.16/28}.
     *
     * @throws IllegalArgumentException if the text is no prefix
     */
    public static Ipv4Prefix parse(String cidr) {
        int slash = cidr.indexOf('/');
        OptionalInt address = Ipv4Address.parse(cidr.substring(0, Math.max(0, slash)));
        String bits = cidr.substring(slash + 1);
        if (address.isEmpty() || !BITS.matcher(bits).matches()) {
            throw new IllegalArgumentException("no IPv4 prefix: " + cidr);
        }
        return new Ipv4Prefix(address.getAsInt(), Integer.parseInt(bits));
    }

    @Override
    public AddressFamily family() {
        return AddressFamily.IPV4;
    }

    @Override
    public boolean contains(String address) {
        OptionalInt number = Ipv4Address.parse(address);
        return number.isPresent() && (number.getAsInt() & mask(bits)) == network;
    }

    private static int mask(int bits) {
        // In Java, a shift of an int by 32 bits shifts by 0.
        return bits == 0 ? 0 : -1 << (32 - bits);
    }

    @Override
    public String toString() {
        return (network >>> 24) + "." + (network >>> 16 & 255) + "." + (network >>> 8 & 255) + "." + (network & 255)
                + "/" + bits;
    }
}
