package io.github.cloudunmap.inmemory;

import io.github.cloudunmap.inmemory.NetworkInterface.Address;
import io.github.cloudunmap.inmemory.NetworkInterface.Association;
import io.github.cloudunmap.inmemory.NetworkInterface.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * An EC2 instance in the in-memory AWS. Immutable.
 *
 * @param id the id; empty to get an id at launch
 * @param reservation the id of the reservation of the launch; empty to get an id at launch
 * @param interfaces the network interfaces in the order of their device index; empty for a terminated instance
 * @param visible whether DescribeInstances shows the instance
 * @param addressed whether DescribeInstances shows the instance's addresses
 * @param managed whether an AWS service manages the instance: see {@link Account#hideManagedResources}
 */
public record LaunchedInstance(
        String id,
        String reservation,
        State state,
        List<NetworkInterface> interfaces,
        boolean visible,
        boolean addressed,
        boolean managed) {
    /** The states of an instance, with the codes that EC2 gives them. */
    public enum State {
        PENDING(0),
        RUNNING(16),
        SHUTTING_DOWN(32),
        TERMINATED(48),
        STOPPING(64),
        STOPPED(80);

        private final int code;

        State(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        /** Returns the state's name in the API, such as {@code shutting-down}. */
        public String apiName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public LaunchedInstance {
        interfaces = List.copyOf(interfaces);
    }

    /** Returns a running instance with one private address. Its id is empty, so the launch chooses one. */
    public static LaunchedInstance running(String privateIp) {
        return running("", privateIp);
    }

    public static LaunchedInstance running(String id, String privateIp) {
        return new LaunchedInstance(id, "", State.RUNNING, List.of(interfaceWith(privateIp)), true, true, false);
    }

    /** Replaces the primary private address. */
    public LaunchedInstance withPrivateIp(String privateIp) {
        return withFirstInterface(first -> {
            List<Address> changed = new ArrayList<>(first.addresses());
            changed.set(0, new Address(privateIp, changed.get(0).association()));
            return first.with(changed);
        });
    }

    /** Adds a secondary private address to the first interface. */
    public LaunchedInstance withSecondary(String privateIp) {
        return withFirstInterface(first -> {
            List<Address> more = new ArrayList<>(first.addresses());
            more.add(new Address(privateIp, null));
            return first.with(more);
        });
    }

    /** Adds another interface with one private address. */
    public LaunchedInstance withInterface(String privateIp) {
        List<NetworkInterface> more = new ArrayList<>(interfaces);
        more.add(interfaceWith(privateIp));
        return withInterfaces(more);
    }

    /** Associates a public address with the primary address. The instance loses the public address when it stops. */
    public LaunchedInstance withPublicIp(String publicIp) {
        return withPrimary(new Association(publicIp, Kind.AUTOMATIC));
    }

    /** Associates an Elastic IP with the primary address. */
    public LaunchedInstance withElasticIp(String publicIp) {
        return withPrimary(new Association(publicIp, Kind.ELASTIC));
    }

    /** Associates a carrier IP with the primary address. */
    public LaunchedInstance withCarrierIp(String carrierIp) {
        return withPrimary(new Association(carrierIp, Kind.CARRIER));
    }

    /** Associates a customer-owned IP with the primary address. */
    public LaunchedInstance withCustomerOwnedIp(String customerOwnedIp) {
        return withPrimary(new Association(customerOwnedIp, Kind.CUSTOMER_OWNED));
    }

    /** Adds an IPv6 address to the first interface. The instance keeps the address until it is terminated. */
    public LaunchedInstance withIpv6Address(String address) {
        return withIpv6Addresses(List.of(address));
    }

    LaunchedInstance withIpv6Addresses(List<String> addresses) {
        return withFirstInterface(first -> first.withIpv6Addresses(addresses));
    }

    /** Delegates a prefix, such as {@code 10.0.7.0/28} or {@code 2001:db8::/80}, to the first interface. */
    public LaunchedInstance withPrefix(String prefix) {
        return withFirstInterface(first -> first.withPrefix(prefix));
    }

    /**
     * Returns a copy that counts as managed by an AWS service. An account can hide managed instances from the answers
     * of DescribeInstances.
     */
    public LaunchedInstance asManaged() {
        return new LaunchedInstance(id, reservation, state, interfaces, visible, addressed, true);
    }

    /** Returns this instance, hidden from DescribeInstances until {@link Ec2Region#reveal}. */
    public LaunchedInstance hidden() {
        return new LaunchedInstance(id, reservation, state, interfaces, false, addressed, managed);
    }

    /** Returns this instance, shown without any address until {@link Ec2Region#revealAddresses}. */
    public LaunchedInstance withoutAddresses() {
        return new LaunchedInstance(id, reservation, state, interfaces, visible, false, managed);
    }

    /** Returns the id of the interface with this index. The id is derived from the instance's id. */
    String interfaceId(int index) {
        return "eni-" + Integer.toHexString(index) + id.replaceFirst("^i-.?", "");
    }

    LaunchedInstance shown() {
        return new LaunchedInstance(id, reservation, state, interfaces, true, addressed, managed);
    }

    LaunchedInstance withAddresses() {
        return new LaunchedInstance(id, reservation, state, interfaces, visible, true, managed);
    }

    LaunchedInstance named(String newId, String newReservation) {
        return new LaunchedInstance(newId, newReservation, state, interfaces, visible, addressed, managed);
    }

    /** Returns this instance in another state, with the addresses that an instance keeps in that state. */
    public LaunchedInstance in(State newState) {
        List<NetworkInterface> kept = switch (newState) {
            case PENDING, RUNNING, SHUTTING_DOWN, STOPPING -> interfaces;
            case STOPPED ->
                interfaces.stream()
                        .map(each -> each.with(each.addresses().stream()
                                .map(Address::asStopped)
                                .toList()))
                        .toList();
            case TERMINATED -> List.of();
        };
        return new LaunchedInstance(id, reservation, newState, kept, visible, addressed, managed);
    }

    /**
     * Whether the instance has an Elastic, carrier or customer-owned IP. The instance keeps such an address when it
     * stops and starts.
     */
    boolean keepsItsPublicIp() {
        return interfaces.stream().flatMap(each -> each.addresses().stream()).anyMatch(address -> {
            Association association = address.association();
            return association != null && association.kind().ofTheAccount();
        });
    }

    private LaunchedInstance withPrimary(Association association) {
        return withFirstInterface(first -> {
            List<Address> changed = new ArrayList<>(first.addresses());
            changed.set(0, new Address(changed.get(0).privateIp(), association));
            return first.with(changed);
        });
    }

    private LaunchedInstance withFirstInterface(UnaryOperator<NetworkInterface> change) {
        List<NetworkInterface> changed = new ArrayList<>(interfaces);
        changed.set(0, change.apply(interfaces.get(0)));
        return withInterfaces(changed);
    }

    private static NetworkInterface interfaceWith(String privateIp) {
        return new NetworkInterface(List.of(new Address(privateIp, null)), List.of(), List.of());
    }

    private LaunchedInstance withInterfaces(List<NetworkInterface> changed) {
        return new LaunchedInstance(id, reservation, state, changed, visible, addressed, managed);
    }
}
