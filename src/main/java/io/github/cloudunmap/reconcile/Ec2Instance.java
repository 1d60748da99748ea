package io.github.cloudunmap.reconcile;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An EC2 instance as one {@code DescribeInstances} answer shows it.
 *
 * @param addresses every single IPv4 address on any of its interfaces: primary and secondary private, public, Elastic,
 *     carrier, customer-owned
 * @param prefixes the ranges delegated to its interfaces. Software on the instance may use any address in them
 * @param ownerId the account it belongs to
 */
public record Ec2Instance(String id, State state, List<String> addresses, List<Ipv4Prefix> prefixes, String ownerId) {
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

    /** Whether EC2 may not show all addresses yet: for some seconds after the launch it returns none, or only some. */
    public boolean isSettling() {
        return (addresses.isEmpty() && prefixes.isEmpty()) || state == State.PENDING;
    }

    /** Whether the instance can be reached at this IPv4 address. */
    public boolean hasAddress(String address) {
        return addresses.contains(address) || prefixes.stream().anyMatch(prefix -> prefix.contains(address));
    }

    /**
     * A range of IPv4 addresses, such as EC2 delegates to a network interface.
     *
     * @param network the lowest of its addresses as a number
     * @param bits how many leading bits all its addresses share
     */
    public record Ipv4Prefix(int network, int bits) {
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

        /** Whether the text is a plain IPv4 address within this range. */
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
}
