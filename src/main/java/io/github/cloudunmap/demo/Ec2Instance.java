package io.github.cloudunmap.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An EC2 instance as the in-memory AWS keeps it; immutable.
 *
 * @param id the id, or an empty string to have one made at launch
 * @param reservation the id of the reservation that it was launched in, or an empty string for one of its own
 * @param interfaces in the order of their device index; none once it is terminated
 * @param visible whether DescribeInstances knows it yet
 * @param addressed whether DescribeInstances shows its addresses yet
 */
public record Ec2Instance(
        String id,
        String reservation,
        State state,
        List<NetworkInterface> interfaces,
        boolean visible,
        boolean addressed) {
    /** The states of an instance, with EC2's codes. */
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

        /** The name that the API uses, such as {@code shutting-down}. */
        public String apiName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The private addresses of one interface; the first is the primary one. */
    public record NetworkInterface(List<Address> addresses) {
        public NetworkInterface {
            addresses = List.copyOf(addresses);
        }
    }

    /** A private address and the public one associated with it, which only an Elastic IP outlives a stop. */
    public record Address(String privateIp, @Nullable String publicIp, boolean elastic) {
        Address withoutAutomaticPublicIp() {
            return elastic ? this : new Address(privateIp, null, false);
        }
    }

    public Ec2Instance {
        interfaces = List.copyOf(interfaces);
    }

    /** A running instance with an id of its own making and one private address. */
    public static Ec2Instance running(String privateIp) {
        return running("", privateIp);
    }

    public static Ec2Instance running(String id, String privateIp) {
        NetworkInterface first = new NetworkInterface(List.of(new Address(privateIp, null, false)));
        return new Ec2Instance(id, "", State.RUNNING, List.of(first), true, true);
    }

    /** Adds a secondary private address to the first interface. */
    public Ec2Instance withSecondary(String privateIp) {
        return withFirstInterface(addresses -> {
            List<Address> more = new ArrayList<>(addresses);
            more.add(new Address(privateIp, null, false));
            return more;
        });
    }

    /** Adds another interface with one private address. */
    public Ec2Instance withInterface(String privateIp) {
        List<NetworkInterface> more = new ArrayList<>(interfaces);
        more.add(new NetworkInterface(List.of(new Address(privateIp, null, false))));
        return withInterfaces(more);
    }

    /** Gives the primary address a public one, which a stop takes away. */
    public Ec2Instance withPublicIp(String publicIp) {
        return withPrimary(publicIp, false);
    }

    /** Associates an Elastic IP with the primary address. */
    public Ec2Instance withElasticIp(String publicIp) {
        return withPrimary(publicIp, true);
    }

    /** Not known to DescribeInstances until {@link Ec2Region#reveal}. */
    public Ec2Instance hidden() {
        return new Ec2Instance(id, reservation, state, interfaces, false, addressed);
    }

    /** Shown without any address until {@link Ec2Region#revealAddresses}. */
    public Ec2Instance withoutAddresses() {
        return new Ec2Instance(id, reservation, state, interfaces, visible, false);
    }

    Ec2Instance shown() {
        return new Ec2Instance(id, reservation, state, interfaces, true, addressed);
    }

    Ec2Instance withAddresses() {
        return new Ec2Instance(id, reservation, state, interfaces, visible, true);
    }

    Ec2Instance named(String newId, String newReservation) {
        return new Ec2Instance(newId, newReservation, state, interfaces, visible, addressed);
    }

    /** In that state, with the addresses that an instance keeps in it. */
    public Ec2Instance in(State newState) {
        List<NetworkInterface> kept = switch (newState) {
            case PENDING, RUNNING, SHUTTING_DOWN, STOPPING -> interfaces;
            case STOPPED ->
                interfaces.stream()
                        .map(each -> new NetworkInterface(each.addresses().stream()
                                .map(Address::withoutAutomaticPublicIp)
                                .toList()))
                        .toList();
            case TERMINATED -> List.of();
        };
        return new Ec2Instance(id, reservation, newState, kept, visible, addressed);
    }

    boolean hasElasticIp() {
        return interfaces.stream().flatMap(each -> each.addresses().stream()).anyMatch(Address::elastic);
    }

    private Ec2Instance withPrimary(String publicIp, boolean elastic) {
        return withFirstInterface(addresses -> {
            List<Address> changed = new ArrayList<>(addresses);
            changed.set(0, new Address(addresses.get(0).privateIp(), publicIp, elastic));
            return changed;
        });
    }

    private Ec2Instance withFirstInterface(UnaryOperator<List<Address>> change) {
        List<NetworkInterface> changed = new ArrayList<>(interfaces);
        changed.set(0, new NetworkInterface(change.apply(interfaces.get(0).addresses())));
        return withInterfaces(changed);
    }

    private Ec2Instance withInterfaces(List<NetworkInterface> changed) {
        return new Ec2Instance(id, reservation, state, changed, visible, addressed);
    }
}
