package io.github.cloudunmap.reconcile;

import java.util.List;
import java.util.stream.Stream;

/**
 * An EC2 instance as one {@code DescribeInstances} answer shows it.
 *
 * @param addresses every single IPv4 address it has on any interface: primary and secondary private, public, Elastic,
 *     carrier, customer-owned
 * @param prefixes the ranges delegated to its interfaces, any address of which may be in use by what runs on it
 * @param ownerId the account it belongs to
 */
public record Ec2Instance(String id, State state, List<String> addresses, List<Ipv4Prefix> prefixes, String ownerId) {
    public Ec2Instance {
        addresses = List.copyOf(addresses);
        prefixes = List.copyOf(prefixes);
    }

    /** EC2's instance states, the most alive first. One that EC2 adds later counts as live. */
    public enum State {
        UNRECOGNIZED,
        PENDING,
        RUNNING,
        STOPPING,
        STOPPED,
        SHUTTING_DOWN,
        TERMINATED
    }

    /** The instance as two parts of one answer show it: with the addresses of both, and as alive as either says. */
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

    /** Whether the instance still exists for its owner; a stopped one does. */
    public boolean isLive() {
        return state != State.SHUTTING_DOWN && state != State.TERMINATED;
    }

    public boolean isStopped() {
        return state == State.STOPPING || state == State.STOPPED;
    }

    /** Whether EC2 may still add to the addresses: for seconds after launch it returns none, or not yet all. */
    public boolean isSettling() {
        return (addresses.isEmpty() && prefixes.isEmpty()) || state == State.PENDING;
    }

    /** Whether the instance can be reached at this IPv4 address. */
    public boolean hasAddress(String address) {
        return addresses.contains(address) || prefixes.stream().anyMatch(prefix -> prefix.contains(address));
    }
}
