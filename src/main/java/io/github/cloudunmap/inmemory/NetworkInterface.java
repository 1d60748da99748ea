package io.github.cloudunmap.inmemory;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A network interface of an instance.
 *
 * @param addresses the private IPv4 addresses, the primary first
 * @param ipv6Addresses the IPv6 addresses
 * @param prefixes the delegated prefixes of both families, such as {@code 10.0.7.0/28}. Every address in a prefix
 *     belongs to the instance
 */
public record NetworkInterface(List<Address> addresses, List<String> ipv6Addresses, List<String> prefixes) {
    public NetworkInterface {
        addresses = List.copyOf(addresses);
        ipv6Addresses = List.copyOf(ipv6Addresses);
        prefixes = List.copyOf(prefixes);
    }

    NetworkInterface with(List<Address> changed) {
        return new NetworkInterface(changed, ipv6Addresses, prefixes);
    }

    NetworkInterface withIpv6Addresses(List<String> more) {
        return new NetworkInterface(
                addresses, Stream.concat(ipv6Addresses.stream(), more.stream()).toList(), prefixes);
    }

    NetworkInterface withPrefix(String prefix) {
        return new NetworkInterface(
                addresses,
                ipv6Addresses,
                Stream.concat(prefixes.stream(), Stream.of(prefix)).toList());
    }

    /**
     * A private address.
     *
     * @param association the public, carrier or customer-owned address that is associated with the private address;
     *     null if there is none
     */
    public record Address(String privateIp, @Nullable Association association) {
        /** Returns the associated public address, Elastic or not; null if there is none. */
        public @Nullable String publicIp() {
            return association != null && association.kind().tag().equals(PUBLIC) ? association.ip() : null;
        }

        /**
         * Returns the associated public address or carrier IP; null if there is none. For the primary address of the
         * first interface, this is what EC2 shows as the instance's public address.
         */
        @Nullable
        String shownAsPublic() {
            return association == null || association.kind() == Kind.CUSTOMER_OWNED ? null : association.ip();
        }

        Address asStopped() {
            return association == null || association.kind().ofTheAccount() ? this : new Address(privateIp, null);
        }
    }

    /** An address by which the instance is reached from outside its VPC. */
    public record Association(String ip, Kind kind) {}

    /**
     * The kinds of addresses by which an instance is reached from outside its VPC. The tag of a kind is the name of
     * the XML element that shows an address of this kind.
     */
    public enum Kind {
        /** A public address from Amazon's pool. The instance loses the address when the instance stops. */
        AUTOMATIC(PUBLIC),
        ELASTIC(PUBLIC),
        /** An address in the network of a telecommunication carrier, in a Wavelength Zone. */
        CARRIER("carrierIp"),
        /** An address in the customer's own network, on an Outpost. */
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
