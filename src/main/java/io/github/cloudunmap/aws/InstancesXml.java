package io.github.cloudunmap.aws;

import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Ipv4Prefix;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer of {@code DescribeInstances} while it arrives, and keeps of each instance what counts here. The SDK
 * would hold the whole of a page as a tree, then as objects of a hundred fields an instance.
 *
 * <p>For one answer and one thread.
 */
final class InstancesXml {
    /** EC2's answers have some ten levels. */
    private static final int DEEPEST = 100;

    private static final Map<String, Ec2Instance.State> STATES = Map.of(
            "pending", Ec2Instance.State.PENDING,
            "running", Ec2Instance.State.RUNNING,
            "stopping", Ec2Instance.State.STOPPING,
            "stopped", Ec2Instance.State.STOPPED,
            "shutting-down", Ec2Instance.State.SHUTTING_DOWN,
            "terminated", Ec2Instance.State.TERMINATED);

    private final XMLStreamReader xml;
    private int depth;

    private @Nullable String requestId;
    private @Nullable String nextToken;
    private boolean listsReservations;
    private final List<Ec2Instance> instances = new ArrayList<>();

    /** Of the reservation that is being read. */
    private String owner = "";

    // Of the instance that is being read.
    private @Nullable String id;
    private @Nullable String state;

    /** Reads an element to its end. */
    private interface Reading {
        void of(String name) throws XMLStreamException;
    }

    private InstancesXml(XMLStreamReader xml, @Nullable String requestId) {
        this.xml = xml;
        this.requestId = requestId;
    }

    /**
     * Reads to the end.
     *
     * @param requestId of the answer, where its body has none
     * @return null if it is no such answer
     * @throws IOException if the body breaks off
     * @throws IllegalArgumentException if it is malformed
     */
    static Ec2Reader.@Nullable Page read(InputStream body, @Nullable String requestId) throws IOException {
        try {
            return new InstancesXml(parsers().createXMLStreamReader(body), requestId).page();
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException broken) {
                throw broken;
            }
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Ec2Reader.@Nullable Page page() throws XMLStreamException {
        xml.nextTag();
        if (!xml.getLocalName().equals("DescribeInstancesResponse")) {
            return null;
        }
        children(this::answer);
        while (xml.hasNext()) {
            xml.next();
        }
        return requestId != null && listsReservations ? new Ec2Reader.Page(requestId, instances, nextToken) : null;
    }

    private void answer(String name) throws XMLStreamException {
        switch (name) {
            case "requestId" -> requestId = text();
            case "nextToken" -> nextToken = text();
            case "reservationSet" -> {
                listsReservations = true;
                items(item -> reservation());
            }
            default -> skip();
        }
    }

    private void reservation() throws XMLStreamException {
        int first = instances.size();
        owner = "";
        children(name -> {
            switch (name) {
                case "ownerId" -> owner = xml.getElementText();
                case "instancesSet" -> items(item -> instance());
                default -> skip();
            }
        });
        // The owner may come after the instances.
        instances
                .subList(first, instances.size())
                .replaceAll(each -> new Ec2Instance(each.id(), each.state(), each.addresses(), each.prefixes(), owner));
    }

    private void instance() throws XMLStreamException {
        id = null;
        state = null;
        Set<String> addresses = new LinkedHashSet<>();
        Set<Ipv4Prefix> prefixes = new LinkedHashSet<>();
        children(name -> {
            switch (name) {
                case "instanceId" -> id = text();
                case "instanceState" -> children(this::state);
                case "privateIpAddress", "ipAddress" -> addresses.add(xml.getElementText());
                case "networkInterfaceSet" ->
                    items(item -> children(part -> networkInterface(part, addresses, prefixes)));
                default -> skip();
            }
        });
        if (id == null) {
            throw new IllegalArgumentException("an instance without an id");
        }
        addresses.remove("");
        instances.add(new Ec2Instance(
                id,
                STATES.getOrDefault(String.valueOf(state), Ec2Instance.State.UNRECOGNIZED),
                List.copyOf(addresses),
                List.copyOf(prefixes),
                ""));
    }

    private void state(String name) throws XMLStreamException {
        if (name.equals("name")) {
            state = text();
        } else {
            skip();
        }
    }

    private void networkInterface(String name, Set<String> addresses, Set<Ipv4Prefix> prefixes)
            throws XMLStreamException {
        if (name.equals("ipv4PrefixSet")) {
            items(item -> children(part -> prefix(part, prefixes)));
        } else {
            address(name, addresses);
        }
    }

    private void prefix(String name, Set<Ipv4Prefix> prefixes) throws XMLStreamException {
        if (name.equals("ipv4Prefix")) {
            prefixes.add(Ipv4Prefix.parse(xml.getElementText()));
        } else {
            skip();
        }
    }

    /** Of a network interface, or of one of its addresses. */
    private void address(String name, Set<String> addresses) throws XMLStreamException {
        switch (name) {
            case "privateIpAddress", "publicIp", "carrierIp", "customerOwnedIp" -> addresses.add(xml.getElementText());
            case "association" -> children(part -> address(part, addresses));
            case "privateIpAddressesSet" -> items(item -> children(part -> address(part, addresses)));
            default -> skip();
        }
    }

    /** Null where there is none. */
    private @Nullable String text() throws XMLStreamException {
        String text = xml.getElementText();
        return text.isEmpty() ? null : text;
    }

    private void items(Reading item) throws XMLStreamException {
        children(name -> {
            if (!name.equals("item")) {
                throw new IllegalArgumentException("a list of something else than items");
            }
            item.of(name);
        });
    }

    /** Reads an element that has nothing but elements in it. */
    private void children(Reading child) throws XMLStreamException {
        deeper();
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            child.of(xml.getLocalName());
        }
        depth--;
    }

    private void skip() throws XMLStreamException {
        int outside = depth;
        deeper();
        while (depth > outside) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                deeper();
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("it is nested too deep");
        }
    }

    private static XMLInputFactory parsers() {
        XMLInputFactory parsers = XMLInputFactory.newDefaultFactory();
        parsers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        parsers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return parsers;
    }
}
