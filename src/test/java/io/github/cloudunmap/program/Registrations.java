package io.github.cloudunmap.program;

import static io.github.cloudunmap.program.Fleet.US;

import io.github.cloudunmap.inmemory.InMemoryAws;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Registrations with many attributes in the service srv-web, and what each of them was. */
final class Registrations {
    private final InMemoryAws aws;
    private final Map<String, Map<String, String>> all = new LinkedHashMap<>();
    private int hosts;

    Registrations(InMemoryAws aws) {
        this.aws = aws;
        aws.cloudMap(US).createService("srv-web");
    }

    /** A registration of a running instance; returns its id. */
    String live() {
        String address = "10.0." + ++hosts / 200 + "." + hosts % 200;
        String id = aws.ec2(US).launch(address);
        Map<String, String> attributes = new LinkedHashMap<>(Map.of(
                "AWS_INSTANCE_IPV4",
                address,
                "AWS_INSTANCE_PORT",
                "80" + hosts % 10,
                "version",
                "é \"" + hosts + "\"",
                "empty",
                ""));
        if (hosts % 2 == 0) {
            attributes.put("note", "x".repeat(hosts % 300));
        }
        return register(id, attributes);
    }

    private String register(String id, Map<String, String> attributes) {
        all.put(id, attributes);
        aws.cloudMap(US).register("srv-web", id, attributes);
        return id;
    }

    /** Registrations of instances that have ended; returns their ids. */
    List<String> dead(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(live());
            aws.ec2(US).terminate(ids.get(i));
        }
        return ids;
    }

    /** By id, the attributes of every registration that there ever was. */
    Map<String, Map<String, String>> all() {
        return all;
    }

    /** What an attribute of a registration was. */
    String attribute(String id, String key) {
        return Objects.requireNonNull(Objects.requireNonNull(all.get(id)).get(key));
    }

    Map<String, Map<String, String>> now() {
        return aws.cloudMap(US).instances("srv-web");
    }
}
