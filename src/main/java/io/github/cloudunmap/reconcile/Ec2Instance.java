package io.github.cloudunmap.reconcile;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An EC2 instance as one {@code DescribeInstances} answer shows it.
 *
 * @param addresses every single address on any of its interfaces, in canonical form: primary and secondary private,
 *     public, Elastic, carrier, customer-owned, IPv6
 * @param prefixes the ranges delegated to its interfaces. Software on the instance may use any address in them
 * @param ownerId the account it belongs to
 */
public record Ec2Instance(String id, State state, List<String> addresses, List<Prefix> prefixes, String ownerId) {
    public Ec2Instance {
        addresses = List.copyOf(addresses);
        prefixes = List.copyOf(prefixes);
    }

    /**
     * EC2's instance states, ordered from the most alive to the least. A state that EC2 adds later is {@code
     * UNRECOGNIZED}, which counts as live.
     */
    public enum State {
        UNRECOGNIZED,
        PENDING,
        RUNNING,
        STOPPING,
        STOPPED,
        SHUTTING_DOWN,
        TERMINATED
    }

    /**
     * Combines two parts of one answer that show the same instance: the addresses of both, and the more alive of the
     * two states.
     */
    public Ec2Instance and(Ec2Instance other) {
        return new Ec2Instance(
                id,
                state.compareTo(other.state) <= 0 ? state : other.state,
                union(addresses, other.addresses),
                union(prefixes, other.prefixes),
                ownerId);
    }

    private static <T> List<T> union(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }

    /** Whether the instance is live: in any state but shutting-down and terminated. A stopped instance is live. */
    public boolean isLive() {
        return state != State.SHUTTING_DOWN && state != State.TERMINATED;
    }

    public boolean isStopped() {
        return state == State.STOPPING || state == State.STOPPED;
    }

    /**
     * Whether EC2 may still add an address of one of these families: for seconds after launch it returns none, or not
     * yet all.
     */
    boolean isSettling(Collection<AddressFamily> families) {
        return state == State.PENDING || families.stream().anyMatch(this::hasNone);
    }

    private boolean hasNone(AddressFamily family) {
        return addresses.stream().noneMatch(address -> AddressFamily.of(address) == family)
                && prefixes.stream().noneMatch(prefix -> prefix.family() == family);
    }

    /** Whether the instance can be reached at each of these addresses, which are in canonical form. */
    public boolean hasAddresses(Map<AddressFamily, String> wanted) {
        return wanted.values().stream().allMatch(this::hasAddress);
    }

    private boolean hasAddress(String address) {
        return addresses.contains(address) || prefixes.stream().anyMatch(prefix -> prefix.contains(address));
    }

    /** A range of addresses, such as EC2 delegates to a network interface. */
    public sealed interface Prefix {
        AddressFamily family();

        /** Whether the text is a plain address within this range. */
        boolean contains(String address);
    }

    /**
     * A range of IPv4 addresses.
     *
     * @param network the lowest of its addresses as a number
     * @param bits how many leading bits all its addresses share
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
         * The prefix in CIDR notation, such as {@code 10.0.1.16/28}.
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
            // A shift by 32 would shift nothing.
            return bits == 0 ? 0 : -1 << (32 - bits);
        }

        @Override
        public String toString() {
            return (network >>> 24) + "." + (network >>> 16 & 255) + "." + (network >>> 8 & 255) + "." + (network & 255)
                    + "/" + bits;
        }
    }

    /**
     * A range of IPv6 addresses.
     *
     * @param network the lowest of its addresses
     * @param bits how many leading bits all its addresses share
     */
    public record Ipv6Prefix(Ipv6Address network, int bits) implements Prefix {
        private static final Pattern BITS = Pattern.compile("[0-9]|[1-9][0-9]|1[01][0-9]|12[0-8]");

        public Ipv6Prefix {
            network = network.masked(bits);
        }

        /**
         * The prefix in CIDR notation, such as {@code 2001:db8:0:1:2::/80}.
         *
         * @throws IllegalArgumentException if it is none
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
}
