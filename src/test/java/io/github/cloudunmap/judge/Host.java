package io.github.cloudunmap.judge;

import io.github.cloudunmap.inmemory.LaunchedInstance;
import io.github.cloudunmap.inmemory.NetworkInterface;
import java.util.Map;

/**
 * An instance of the churn and the address under which it registers itself.
 *
 * @param privateIp to be given back at its end
 */
record Host(JudgedService service, String region, String id, String privateIp, String address) {
    /** The kinds of addresses that an instance registers itself by. */
    enum AddressKind {
        PRIVATE,
        SECONDARY,
        PREFIX,
        CARRIER,
        CUSTOMER_OWNED
    }

    /** An instance that has an address of that kind beside its private one. */
    static LaunchedInstance instance(String privateIp, AddressKind kind, Addresses addresses) {
        LaunchedInstance instance = LaunchedInstance.running(privateIp);
        return switch (kind) {
            case PRIVATE -> instance;
            case SECONDARY -> instance.withSecondary(addresses.prefix() + 7);
            case PREFIX -> instance.withPrefix(addresses.prefix() + "0/28");
            case CARRIER -> instance.withCarrierIp(addresses.outside());
            case CUSTOMER_OWNED -> instance.withCustomerOwnedIp(addresses.outside());
        };
    }

    /** The address of that kind. */
    static String address(LaunchedInstance instance, AddressKind kind) {
        NetworkInterface first = instance.interfaces().get(0);
        NetworkInterface.Address primary = first.addresses().get(0);
        NetworkInterface.Association outside = primary.association();
        return switch (kind) {
            case PRIVATE -> primary.privateIp();
            case SECONDARY -> first.addresses().get(1).privateIp();
            case PREFIX -> first.prefixes().get(0).replace(".0/28", ".5");
            case CARRIER, CUSTOMER_OWNED -> outside == null ? "" : outside.ip();
        };
    }

    Host withPrivateIp(String moved) {
        return new Host(service, region, id, moved, address.equals(privateIp) ? moved : address);
    }

    /** Registered under its own id. */
    Map<String, String> attributes() {
        return Map.of("AWS_INSTANCE_IPV4", address);
    }

    /** Registered under a name that does not say which instance it is. */
    Map<String, String> attributesByName() {
        return Map.of("AWS_INSTANCE_IPV4", address, "AWS_EC2_INSTANCE_ID", id);
    }
}
