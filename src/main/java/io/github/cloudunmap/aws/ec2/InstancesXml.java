package io.github.cloudunmap.aws.ec2;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.address.Ipv4Prefix;
import io.github.cloudunmap.address.Ipv6Prefix;
import io.github.cloudunmap.address.Prefix;
import io.github.cloudunmap.fleet.Ec2Reader;
import io.github.cloudunmap.reconcile.Ec2Instance;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Parses an answer of {@code DescribeInstances} while it arrives, and keeps only the fields of an instance that this
 * program uses. The SDK's parser would keep a whole page in memory, first as a tree and then as objects with a hundred
 * fields per instance.
 *
 * <p>A parser reads one answer, on one thread.
 */
final class InstancesXml {
    /** The most instances on one page. Each request asks for pages of this size. */
    static final int MOST_INSTANCES = 1_000;

    private static final Map<String, Ec2Instance.State> STATES = Map.of(
            "pending", Ec2Instance.State.PENDING,
            "running", Ec2Instance.State.RUNNING,
            "stopping", Ec2Instance.State.STOPPING,
            "stopped", Ec2Instance.State.STOPPED,
            "shutting-down", Ec2Instance.State.SHUTTING_DOWN,
            "terminated", Ec2Instance.State.TERMINATED);

    private static final Map<String, Integer> CODES =
            Map.of("pending", 0, "running", 16, "shutting-down", 32, "terminated", 48, "stopping", 64, "stopped", 80);
    private static final Pattern CODE = Pattern.compile("[0-9]{1,5}");

    /** Names of elements that could mean that the answer is incomplete. EC2 documents no such element today. */
    private static final Pattern COMPLAINT = Pattern.compile(
            "(?i).*(error|fault|missing|unavailable|unsuccessful|partial|incomplete|truncated|omitted|failed|warning).*");

    private final XmlElements xml;

    private @Nullable String requestId;
    private @Nullable String nextToken;
    private boolean listsReservations;
    private final List<Ec2Instance> instances = new ArrayList<>();

    /** The owner of the reservation that is being read. */
    private @Nullable String owner;

    // The fields below are those of the instance that is being read.
    private @Nullable String id;
    private @Nullable String state;
    private @Nullable String stateCode;

    private InstancesXml(XmlElements xml, @Nullable String requestId) {
        this.xml = xml;
        this.requestId = requestId;
    }

    /**
     * Reads the answer to its end.
     *
     * @param requestId the request id from the HTTP headers, used if the body has none
     * @return null if the body is no answer of {@code DescribeInstances}
     * @throws IOException if the body breaks off
     * @throws IllegalArgumentException if the answer is malformed, or cannot be true
     */
    static Ec2Reader.@Nullable Page read(InputStream body, @Nullable String requestId) throws IOException {
        XmlElements.Source source = new XmlElements.Source(body);
        try {
            return new InstancesXml(new XmlElements(source), requestId).page();
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException broken) {
                throw broken;
            } else if (source.hasEnded()) {
                // Some Java versions report a connection that ended too early as an XML error, and not as an
                // IOException.
                throw new IOException(e.getMessage(), e);
            }
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Ec2Reader.@Nullable Page page() throws XMLStreamException {
        if (!xml.root().equals("DescribeInstancesResponse")) {
            return null;
        }
        xml.children(this::answer);
        xml.end();
        return requestId != null && listsReservations ? new Ec2Reader.Page(requestId, instances, nextToken) : null;
    }

    private void answer(String name) throws XMLStreamException {
        switch (name) {
            case "requestId" -> requestId = Objects.requireNonNullElse(xml.text(), requestId);
            case "nextToken" -> nextToken = only(name, nextToken, xml.text());
            case "reservationSet" -> {
                listsReservations = true;
                xml.items(item -> reservation());
            }
            default -> skip(name);
        }
    }

    private void reservation() throws XMLStreamException {
        int first = instances.size();
        owner = null;
        xml.children(name -> {
            switch (name) {
                case "ownerId" -> owner = only(name, owner, xml.text());
                case "instancesSet" -> xml.items(item -> instance());
                default -> skip(name);
            }
        });
        if (instances.size() == first) {
            throw new IllegalArgumentException("a reservation without instances");
        }
        // Set the owner last, because its element may come after the instances.
        String account = Objects.requireNonNullElse(owner, "");
        instances
                .subList(first, instances.size())
                .replaceAll(
                        each -> new Ec2Instance(each.id(), each.state(), each.addresses(), each.prefixes(), account));
    }

    /**
     * Skips an unknown element. Refuses the answer if the element has content and a name that could mean an incomplete
     * answer.
     */
    private void skip(String name) throws XMLStreamException {
        if (!COMPLAINT.matcher(name).matches()) {
            xml.skip();
        } else if (xml.saysAnything()) {
            throw new IllegalArgumentException("beside its list it has an element " + name);
        }
    }

    private void instance() throws XMLStreamException {
        id = null;
        state = null;
        stateCode = null;
        Set<String> addresses = new LinkedHashSet<>();
        Set<Prefix> prefixes = new LinkedHashSet<>();
        xml.children(name -> {
            switch (name) {
                case "instanceId" -> id = only(name, id, xml.text());
                case "instanceState" -> xml.children(this::state);
                case "privateIpAddress", "ipAddress" -> addAddress(addresses);
                case "ipv6Address" -> addIpv6Address(addresses);
                // The networkInterfaceSet leaves out the interfaces in secondary networks. Those interfaces are in the
                // secondaryInterfaceSet.
                case "networkInterfaceSet", "secondaryInterfaceSet" ->
                    xml.items(item -> xml.children(part -> networkInterface(part, addresses, prefixes)));
                default -> xml.skip();
            }
        });
        if (id == null) {
            throw new IllegalArgumentException("an instance without an id");
        } else if (instances.size() == MOST_INSTANCES) {
            throw new IllegalArgumentException("more instances than a page has");
        }
        instances.add(new Ec2Instance(id, state(), List.copyOf(addresses), List.copyOf(prefixes), ""));
    }

    private void state(String name) throws XMLStreamException {
        switch (name) {
            case "name" -> state = only("instanceState", state, xml.text());
            case "code" -> stateCode = only("instanceState", stateCode, xml.text());
            default -> xml.skip();
        }
    }

    private Ec2Instance.State state() {
        Integer code = CODES.get(String.valueOf(state));
        // Only the low byte of the code is the state. The high byte is for EC2's own use.
        if (code != null
                && stateCode != null
                && !(CODE.matcher(stateCode).matches() && (Integer.parseInt(stateCode) & 0xff) == code)) {
            throw new IllegalArgumentException("an instance that is " + state + " with the code " + stateCode);
        }
        return STATES.getOrDefault(String.valueOf(state), Ec2Instance.State.UNRECOGNIZED);
    }

    private void networkInterface(String name, Set<String> addresses, Set<Prefix> prefixes) throws XMLStreamException {
        switch (name) {
            case "ipv4PrefixSet", "ipv6PrefixSet" -> xml.items(item -> xml.children(part -> prefix(part, prefixes)));
            default -> address(name, addresses);
        }
    }

    private void prefix(String name, Set<Prefix> prefixes) throws XMLStreamException {
        switch (name) {
            case "ipv4Prefix" -> prefixes.add(Ipv4Prefix.parse(Objects.requireNonNullElse(xml.text(), "")));
            case "ipv6Prefix" -> prefixes.add(Ipv6Prefix.parse(Objects.requireNonNullElse(xml.text(), "")));
            default -> xml.skip();
        }
    }

    /** Reads an element of a network interface, or of one of its addresses. */
    private void address(String name, Set<String> addresses) throws XMLStreamException {
        switch (name) {
            case "privateIpAddress", "publicIp", "carrierIp", "customerOwnedIp" -> addAddress(addresses);
            case "ipv6Address" -> addIpv6Address(addresses);
            case "association" -> xml.children(part -> address(part, addresses));
            case "privateIpAddressesSet", "privateIpAddressSet", "ipv6AddressesSet" ->
                xml.items(item -> xml.children(part -> address(part, addresses)));
            default -> xml.skip();
        }
    }

    private void addAddress(Set<String> addresses) throws XMLStreamException {
        String address = xml.text();
        if (address != null) {
            addresses.add(address);
        }
    }

    private void addIpv6Address(Set<String> addresses) throws XMLStreamException {
        String address = xml.text();
        if (address != null) {
            addresses.add(AddressFamily.IPV6
                    .canonical(address)
                    .orElseThrow(() -> new IllegalArgumentException("no IPv6 address: " + address)));
        }
    }

    /**
     * Returns the value of an element that may have only one value. Fails if the element occurs twice with different
     * values.
     */
    private static @Nullable String only(String name, @Nullable String before, @Nullable String now) {
        if (before != null && now != null && !before.equals(now)) {
            throw new IllegalArgumentException("two different values of one " + name);
        }
        return before == null ? now : before;
    }
}
