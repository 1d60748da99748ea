package io.github.cloudunmap.address;

/** A range of addresses. EC2 can delegate such a range to a network interface. */
public sealed interface Prefix permits Ipv4Prefix, Ipv6Prefix {
    AddressFamily family();

    /** Whether the text is a plain address within this range. */
    boolean contains(String address);
}
