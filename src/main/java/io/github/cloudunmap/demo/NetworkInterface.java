package io.github.cloudunmap.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network interface of an instance.
 *
 * @param addresses the private addresses; the first is the primary one
 * @param prefixes the delegated prefixes, such as {@code 10.0.7.0/28}; every address in them is the instance's too
 */
public record NetworkInterface(List<Address> addresses, List<String> prefixes) {
    public NetworkInterface {
        addresses = List.copyOf(addresses);
        prefixes = List.copyOf(prefixes);
    }

    NetworkInterface with(List<Address> changed) {
        return new NetworkInterface(changed, prefixes);
    }

    /** A private address, and the public, carrier or customer-owned address that is associated with it, if any. */
    public record Address(String privateIp, @Nullable Association association) {
        /** The public address, Elastic or not. */
        public @Nullable String publicIp() {
            return association != null && association.kind().tag().equals(PUBLIC) ? association.ip() : null;
        }

        /** The address that the instance shows as its public one. A carrier IP counts, too. */
        @Nullable
        String shownAsPublic() {
            return association == null || association.kind() == Kind.CUSTOMER_OWNED ? null : association.ip();
        }

        Address asStopped() {
            return association == null || association.kind().ofTheAccount() ? this : new Address(privateIp, null);
        }
    }

    /** An address outside the VPC. */
    public record Association(String ip, Kind kind) {}

    /** The kinds of addresses outside the VPC, with the element of an association that names them. */
    public enum Kind {
        /** A public address from Amazon's pool, lost at a stop. */
        AUTOMATIC(PUBLIC),
        ELASTIC(PUBLIC),
        /** The address in the network of a telecommunication carrier, in a Wavelength Zone. */
        CARRIER("carrierIp"),
        /** The address in the customer's own network, on an Outpost. */
        CUSTOMER_OWNED("customerOwnedIp");

        private final String tag;

        Kind(String tag) {
            this.tag = tag;
        }

        String tag() {
            return tag;
        }

        /** Whether the address belongs to the account until the account releases it. */
        boolean ofTheAccount() {
            return this != AUTOMATIC;
        }
    }

    private static final String PUBLIC = "publicIp";
}
