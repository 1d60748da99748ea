package io.github.cloudunmap.aws.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are reached without a proxy: loopback, and the hosts of the entries. An entry is {@code *}, a name,
 * an address, or a range of addresses. A name also covers all names below it. After a name or an address, an entry may
 * give a port.
 */
record NoProxy(List<Entry> entries) {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[.*]|[^:]*)(?::(\\d{1,5}))?");
    private static final int ANY_PORT = -1;

    private interface Entry {
        boolean covers(String host, @Nullable InetAddress address, int port);
    }

    /**
     * Reads entries that are separated by commas or blanks. An entry matches no host if it is neither {@code *} nor a
     * name, an address or a range of addresses.
     */
    static NoProxy of(String text) {
        return new NoProxy(Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(entry -> !entry.isEmpty())
                .map(NoProxy::entry)
                .toList());
    }

    boolean covers(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
        InetAddress address = address(name).orElse(null);
        boolean isLoopback =
                address == null ? name.equals("localhost") || name.endsWith(".localhost") : address.isLoopbackAddress();
        return isLoopback || entries.stream().anyMatch(entry -> entry.covers(name, address, port));
    }

    private static Entry entry(String text) {
        if (text.equals("*")) {
            return (host, address, port) -> true;
        }
        if (text.contains("/")) {
            return range(text);
        }
        boolean isIpv6 = text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[");
        Matcher parts = HOST_AND_PORT.matcher(isIpv6 ? "[" + text + "]" : text);
        if (!parts.matches()) {
            return (host, address, port) -> false;
        }
        int onlyPort = parts.group(2) == null ? ANY_PORT : Integer.parseInt(parts.group(2));
        String name = parts.group(1).replaceAll("^\\[|]$|\\.$", "");
        Optional<InetAddress> only = address(name);
        String suffix = name.replaceAll("^\\*?\\.", "");
        return (host, address, port) -> (onlyPort == ANY_PORT || onlyPort == port)
                && (only.isPresent()
                        ? only.get().equals(address)
                        : address == null && (host.equals(suffix) || host.endsWith("." + suffix)));
    }

    private static Entry range(String text) {
        String[] parts = text.split("/", 2);
        Optional<InetAddress> first = address(parts[0].replaceAll("^\\[|]$", ""));
        if (first.isEmpty() || !parts[1].matches("\\d{1,3}")) {
            return (host, address, port) -> false;
        }
        byte[] network = first.get().getAddress();
        int free = Math.max(0, network.length * Byte.SIZE - Integer.parseInt(parts[1]));
        return (host, address, port) -> address != null
                && address.getAddress().length == network.length
                && bits(address.getAddress(), free).equals(bits(network, free));
    }

    private static BigInteger bits(byte[] address, int free) {
        return new BigInteger(1, address).shiftRight(free);
    }

    /** Parses an address. A host name is not resolved: the result is empty. */
    private static Optional<InetAddress> address(String text) {
        if (!IPV4.matcher(text).matches() && !text.contains(":")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
