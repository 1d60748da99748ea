package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.address.Prefix;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An EC2 instance as one {@code DescribeInstances} answer shows it.
 *
 * @param addresses all addresses of its interfaces, in canonical form: primary and secondary private, public, Elastic,
 *     carrier, customer-owned, IPv6. Ranges are in {@code prefixes}
 * @param prefixes the ranges delegated to its interfaces. Software on the instance may use any address in them
 * @param ownerId the AWS account that the instance belongs to
 */
public record Ec2Instance(String id, State state, List<String> addresses, List<Prefix> prefixes, String ownerId) {
    public Ec2Instance {
        addresses = List.copyOf(addresses);
        prefixes = List.copyOf(prefixes);
    }

    /**
     * EC2's instance states. A state that EC2 adds later is {@code UNRECOGNIZED}, which counts as live. If one answer
     * shows an instance in two states, the first in this order counts, so that a live state comes before an ended one.
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
     * Combines two entries of one answer for the same instance. The result has the addresses of both entries. Its
     * state is the one that comes first in {@link State}.
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
     * Whether EC2's answer may still lack addresses of these families. For some seconds after a launch, EC2 shows no
     * addresses, or only some.
     */
    boolean isSettling(Collection<AddressFamily> families) {
        return state == State.PENDING || families.stream().anyMatch(this::hasNone);
    }

    private boolean hasNone(AddressFamily family) {
        return addresses.stream().noneMatch(address -> AddressFamily.of(address) == family)
                && prefixes.stream().noneMatch(prefix -> prefix.family() == family);
    }

    /**
     * Whether the instance has each of these addresses: the address is in {@code addresses}, or within one of {@code
     * prefixes}.
     *
     * @param wanted the addresses in canonical form
     */
    public boolean hasAddresses(Map<AddressFamily, String> wanted) {
        return wanted.values().stream().allMatch(this::hasAddress);
    }

    private boolean hasAddress(String address) {
        return addresses.contains(address) || prefixes.stream().anyMatch(prefix -> prefix.contains(address));
    }
}
