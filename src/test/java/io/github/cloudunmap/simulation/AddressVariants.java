package io.github.cloudunmap.simulation;

import io.github.cloudunmap.simulation.BrokenProgram.Edit;
import io.github.cloudunmap.simulation.BrokenProgram.Variant;
import java.util.stream.Stream;

/** What is left of the program if it compares addresses in another way. */
final class AddressVariants {
    private AddressVariants() {}

    static Stream<Variant> all() {
        return Stream.of(
                Variant.of(
                        "each judged address counts",
                        "one of them suffices",
                        Edit.ofProgram(
                                "reconcile/Ec2Instance",
                                "return wanted.values().stream().allMatch(this::hasAddress);",
                                "return wanted.values().stream().anyMatch(this::hasAddress);")),
                Variant.of(
                        "an IPv6 address is the same however it is written",
                        "texts are compared",
                        Edit.ofProgram(
                                "address/AddressFamily",
                                "Ipv6Address.parse(address).map(Ipv6Address::toString)",
                                "Ipv6Address.parse(address).map(parsed -> address)")),
                Variant.of(
                        "an address in a delegated IPv6 prefix is the instance's",
                        "it is not",
                        Edit.ofProgram(
                                "address/Ipv6Prefix",
                                ".filter(ipv6 -> ipv6.masked(bits).equals(network))",
                                ".filter(ipv6 -> false)")),
                Variant.of(
                        "only the judged families count",
                        "an address of another family counts, too",
                        Edit.ofProgram(
                                "reconcile/RegisteredInstance",
                                "for (AddressFamily family : judged) {",
                                "for (AddressFamily family : AddressFamily.values()) {")));
    }
}
