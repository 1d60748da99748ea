package io.github.cloudunmap.inmemory;

import io.github.cloudunmap.inmemory.LaunchedInstance.State;
import io.github.cloudunmap.inmemory.NetworkInterface.Address;
import io.github.cloudunmap.inmemory.NetworkInterface.Association;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** EC2's answers as XML. */
final class Ec2Xml {
    /** The state of an instance before a call that changes it, and the state that the answer names as the new one. */
    record Change(String id, State before, State after) {}

    private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

    private final Xml xml = new Xml();
    private final Call call;

    Ec2Xml(Call call) {
        this.call = call;
    }

    Answer reservations(List<LaunchedInstance> instances, @Nullable String nextToken) {
        Map<String, List<LaunchedInstance>> reservations = new LinkedHashMap<>();
        for (LaunchedInstance instance : instances) {
            reservations
                    .computeIfAbsent(instance.reservation(), key -> new ArrayList<>())
                    .add(instance);
        }
        return response(() -> {
            xml.items("reservationSet", reservations.entrySet(), each -> reservation(each.getKey(), each.getValue()));
            xml.element("nextToken", nextToken);
        });
    }

    Answer launched(String reservation, List<LaunchedInstance> instances) {
        return response(() -> reservation(reservation, instances));
    }

    Answer assigned(String interfaceId, List<String> addresses) {
        return response(() -> {
            xml.element("networkInterfaceId", interfaceId);
            xml.items("assignedIpv6Addresses", addresses, xml::text);
        });
    }

    Answer changes(List<Change> changes) {
        return response(() -> xml.items("instancesSet", changes, change -> {
            xml.element("instanceId", change.id());
            state("currentState", change.after());
            state("previousState", change.before());
        }));
    }

    static Answer error(ApiError error, String requestId) {
        Xml xml = new Xml();
        xml.element("Response", () -> {
            xml.element(
                    "Errors",
                    () -> xml.element("Error", () -> {
                        xml.element("Code", error.code());
                        xml.element("Message", error.message());
                    }));
            xml.element("RequestID", requestId);
        });
        return new Answer(error.status(), "text/xml;charset=UTF-8", xml.bytes(), error.code());
    }

    private Answer response(Runnable content) {
        xml.root(call.operation() + "Response", NAMESPACE, () -> {
            xml.element("requestId", call.requestId());
            content.run();
        });
        return new Answer(200, "text/xml;charset=UTF-8", xml.bytes(), null);
    }

    private void reservation(String id, List<LaunchedInstance> instances) {
        xml.element("reservationId", id);
        xml.element("ownerId", call.account());
        xml.items("instancesSet", instances, this::instance);
    }

    private void instance(LaunchedInstance instance) {
        xml.element("instanceId", instance.id());
        xml.element("imageId", "ami-0123456789abcdef0");
        state("instanceState", instance.state());
        xml.element("instanceType", "t3.micro");
        xml.element("launchTime", "2026-01-01T00:00:00.000Z");
        xml.element("placement", () -> xml.element("availabilityZone", call.region() + "a"));
        if (instance.managed()) {
            xml.element("operator", () -> {
                xml.element("managed", "true");
                xml.element("principal", "eks.amazonaws.com");
            });
        }
        if (!instance.addressed() || instance.interfaces().isEmpty()) {
            return;
        }
        Address primary = instance.interfaces().get(0).addresses().get(0);
        xml.element("privateIpAddress", primary.privateIp());
        xml.element("ipAddress", primary.shownAsPublic());
        instance.interfaces().get(0).ipv6Addresses().stream()
                .findFirst()
                .ifPresent(address -> xml.element("ipv6Address", address));
        List<Integer> indexes =
                IntStream.range(0, instance.interfaces().size()).boxed().toList();
        xml.items("networkInterfaceSet", indexes, index -> {
            xml.element("networkInterfaceId", instance.interfaceId(index));
            networkInterface(instance.interfaces().get(index));
        });
    }

    private void networkInterface(NetworkInterface networkInterface) {
        Address primary = networkInterface.addresses().get(0);
        xml.element("status", "in-use");
        xml.element("privateIpAddress", primary.privateIp());
        association(primary);
        xml.items("privateIpAddressesSet", networkInterface.addresses(), address -> {
            xml.element("privateIpAddress", address.privateIp());
            xml.element("primary", Boolean.toString(address.equals(primary)));
            association(address);
        });
        if (!networkInterface.ipv6Addresses().isEmpty()) {
            xml.items("ipv6AddressesSet", networkInterface.ipv6Addresses(), address -> {
                xml.element("ipv6Address", address);
                xml.element("isPrimaryIpv6", "false");
            });
        }
        prefixes("ipv4Prefix", networkInterface.prefixes().stream().filter(prefix -> !isIpv6(prefix)));
        prefixes("ipv6Prefix", networkInterface.prefixes().stream().filter(Ec2Xml::isIpv6));
    }

    private static boolean isIpv6(String prefix) {
        return prefix.contains(":");
    }

    private void prefixes(String tag, Stream<String> given) {
        List<String> prefixes = given.toList();
        if (!prefixes.isEmpty()) {
            xml.items(tag + "Set", prefixes, prefix -> xml.element(tag, prefix));
        }
    }

    private void association(Address address) {
        Association association = address.association();
        if (association != null) {
            xml.element("association", () -> {
                xml.element(association.kind().tag(), association.ip());
                xml.element("ipOwnerId", association.kind().ofTheAccount() ? call.account() : "amazon");
            });
        }
    }

    private void state(String tag, State state) {
        xml.element(tag, () -> {
            xml.element("code", Integer.toString(state.code()));
            xml.element("name", state.apiName());
        });
    }
}
