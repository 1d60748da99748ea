package io.github.cloudunmap.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IPv6 address as a number.
 *
 * @param high its first 64 bits
 * @param low its last 64 bits
 */
public record Ipv6Address(long high, long low) {
    /** Refuses groups of more than four digits, because Java would accept leading zeros beyond four digits. */
    private static final Pattern DIGITS = Pattern.compile("(?!.*[0-9A-Fa-f]{5})[0-9A-Fa-f:.]{2,45}");

    private static final Pattern ZONE = Pattern.compile("%[^\\s%/]+$");
    private static final int GROUPS = 4;
    private static final int GROUP = 16;

    /**
     * Reads an address in any of the forms of RFC 4291. Case and a zone ({@code %eth0}) are ignored.
     *
     * @return empty if the text is no IPv6 address, or if it is an IPv4 address in IPv6 notation ({@code
     *     ::ffff:10.0.0.1})
     */
    static Optional<Ipv6Address> parse(String text) {
        String address = text.indexOf('%') < 0 ? text : ZONE.matcher(text).replaceFirst("");
        if (address.indexOf(':') < 0 || !DIGITS.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            // For a text in brackets, Java never asks DNS: it parses an address, or throws.
            return InetAddress.getByName("[" + address + "]") instanceof Inet6Address ipv6
                    ? Optional.of(of(ByteBuffer.wrap(ipv6.getAddress())))
                    : Optional.empty();
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }

    private static Ipv6Address of(ByteBuffer bytes) {
        return new Ipv6Address(bytes.getLong(), bytes.getLong());
    }

    /** Returns this address with all bits after the first {@code bits} set to zero. */
    Ipv6Address masked(int bits) {
        return new Ipv6Address(high & mask(Math.min(bits, Long.SIZE)), low & mask(Math.max(0, bits - Long.SIZE)));
    }

    private static long mask(int bits) {
        // In Java, a shift of a long by 64 bits shifts by 0.
        return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
    }

    /** Returns all eight groups in lower case, without leading zeros. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(39);
        append(high, text);
        append(low, text.append(':'));
        return text.toString();
    }

    private static void append(long half, StringBuilder text) {
        for (int group = GROUPS - 1; group >= 0; group--) {
            text.append(Long.toHexString((half >>> (group * GROUP)) & 0xffff)).append(group == 0 ? "" : ":");
        }
    }
}
