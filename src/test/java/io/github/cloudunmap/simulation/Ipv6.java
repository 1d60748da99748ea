package io.github.cloudunmap.simulation;

import io.github.cloudunmap.address.AddressFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * IPv6 addresses: those that instances have, and how registrations spell them. It draws from a source of its own, so
 * that a run with IPv4 addresses only is as ever.
 */
final class Ipv6 {
    private static final List<AddressFamily> IPV4_ONLY = List.of(AddressFamily.IPV4);

    private final Random random;
    private final boolean isUsed;
    private int given;
    private int prefixes;

    Ipv6(Random random) {
        this.random = random;
        this.isUsed = random.nextInt(4) == 0;
    }

    /** By which addresses a service is judged. */
    List<AddressFamily> judged() {
        return isUsed
                ? any(
                        IPV4_ONLY,
                        List.of(AddressFamily.IPV6),
                        List.of(AddressFamily.IPV4, AddressFamily.IPV6),
                        List.of(AddressFamily.IPV4, AddressFamily.IPV6))
                : IPV4_ONLY;
    }

    /** What an instance has of them: none, or some, or a delegated prefix, or both. All eight groups are written. */
    List<String> ofAnInstance() {
        List<String> all = new ArrayList<>();
        if (isUsed && random.nextInt(6) != 0) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                all.add(next());
            }
            if (random.nextInt(4) == 0) {
                all.add("2001:db8:0:9:%x:0:0:0/80".formatted(prefixes++));
            }
        }
        return all;
    }

    /** An address that no instance has. */
    String next() {
        int number = given++;
        return "2001:db8:0:1:0:0:%x:%x".formatted(number / 16, 0xab0 + number % 16);
    }

    /** Whether an address is not from IPv4. */
    static boolean is(String address) {
        return address.indexOf(':') >= 0;
    }

    /** An address of the instance as its registration has it, or another one; empty for none. */
    Stream<String> registered(List<String> ofInstance) {
        List<String> own = ofInstance.stream().filter(Ipv6::is).toList();
        if (!isUsed || random.nextInt(4) == 0) {
            return Stream.empty();
        }
        return Stream.of(spelled(own.isEmpty() || random.nextInt(6) == 0 ? next() : within(any(own))));
    }

    /** Whether a registration with an IPv6 address has no IPv4 one. */
    boolean isAlone() {
        return random.nextInt(4) == 0;
    }

    private String within(String address) {
        return address.endsWith("0:0:0/80")
                ? address.replace("0:0:0/80", "0:%x:%x".formatted(random.nextInt(3), 1 + random.nextInt(3)))
                : address;
    }

    /** In one of the ways in which the same address can be written. */
    private String spelled(String address) {
        return switch (random.nextInt(5)) {
            case 0 -> address;
            case 1 -> address.toUpperCase(Locale.ROOT);
            case 2 ->
                Stream.of(address.split(":"))
                        .map(group -> "0".repeat(4 - group.length()) + group)
                        .collect(Collectors.joining(":"));
            case 3 -> " " + shortened(address);
            default -> shortened(address);
        };
    }

    private static String shortened(String address) {
        return address.replaceFirst(":0:0:", "::");
    }

    @SafeVarargs
    private <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
