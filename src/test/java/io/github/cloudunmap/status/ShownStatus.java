package io.github.cloudunmap.status;

import io.github.cloudunmap.status.Status.Configuration;
import io.github.cloudunmap.status.Status.Pass;
import io.github.cloudunmap.status.Status.Program;
import io.github.cloudunmap.status.Status.Queue;
import io.github.cloudunmap.status.Status.QueueError;
import io.github.cloudunmap.status.Status.Refusal;
import io.github.cloudunmap.status.Status.Reload;
import io.github.cloudunmap.status.Status.Removal;
import io.github.cloudunmap.status.Status.Service;
import io.github.cloudunmap.status.Status.SuspectRegion;
import io.github.cloudunmap.status.Status.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A status as a day in production gives it, of any number of services. */
final class ShownStatus {
    static final Instant NOW = Instant.parse("2026-11-30T14:03:22.123Z");
    private static final String[] NAMES = {"web", "api gateway", "payments", "search", "queue workers", "mail relay"};
    private static final String[] REGIONS = {"us-east-1", "eu-west-1", "ap-southeast-2"};

    private ShownStatus() {}

    static Status of(int services, Service... more) {
        List<Service> all = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            String name = NAMES[i % NAMES.length] + (i < NAMES.length ? "" : " " + i / NAMES.length);
            String region = REGIONS[i % REGIONS.length];
            all.add(new Service(
                    id(i),
                    name,
                    region,
                    60_000,
                    i == 3,
                    pass(i),
                    NOW.minusSeconds(12 + i % 40),
                    NOW.minusSeconds(7_300)));
        }
        all.addAll(List.of(more));
        return new Status(
                NOW,
                new Program("3.0.0", "0123abc", "25.0.1", NOW.minusSeconds(263_000), "/var/lib/aws-cloud-unmap"),
                new Configuration(
                        "/etc/aws-cloud-unmap/unmap.yaml",
                        "4f1c0e9a6b2d7785f3a1c0de99b7a5514f1c0e9a6b2d7785f3a1c0de99b7a551",
                        NOW.minusSeconds(7_300),
                        new Reload(
                                NOW.minusSeconds(7_300),
                                true,
                                "1 added (" + id(4) + "), 1 changed (" + id(0) + ": frequency), 0 removed, "
                                        + (services - 2) + " unchanged")),
                all,
                List.of(),
                services > 1 ? List.of(new SuspectRegion("eu-west-1", 1, NOW.minusSeconds(140))) : List.of(),
                services > 1 ? List.of(queue("us-east-1", null)) : List.of(),
                removals(services));
    }

    static Service service(String id, @Nullable String name, @Nullable Pass lastPass) {
        return service(id, name, lastPass, NOW);
    }

    static Service service(String id, @Nullable String name, @Nullable Pass lastPass, Instant addedAt) {
        return new Service(id, name, "us-east-1", 60_000, false, lastPass, null, addedAt);
    }

    static Queue queue(String region, @Nullable QueueError error) {
        Map<String, Long> events = new LinkedHashMap<>();
        events.put("matched", 31L);
        events.put("unknown-instance", 1204L);
        events.put("foreign", 0L);
        events.put("unreadable", 0L);
        events.put("failed", error == null ? 0L : 7L);
        return new Queue(
                "https://sqs." + region + ".amazonaws.com/123456789012/aws-cloud-unmap-events",
                NOW.minusSeconds(9),
                error,
                events);
    }

    static Pass pass(int i) {
        int matched = 3 + i * 7 % 40;
        List<String> dead = List.of("i-0a1b2c3d4e5f60718", "i-0b1c2d3e4f5061728");
        Refusal refusal = i != 1
                ? null
                : new Refusal(
                        "suspect-region",
                        "EC2 in eu-west-1 suddenly shows only 1 of 9 instances that lived there",
                        dead,
                        "it is trusted again when it shows some of them again, or has stayed so for another 760s (suspect-hold;"
                                + " 0s turns this rule off)");
        boolean fails = i == 211;
        boolean waits = i % 97 == 2;
        return new Pass(
                "20261130T140310Z-5f3a9c01",
                NOW.minusSeconds(13 + i % 40),
                NOW.minusSeconds(12 + i % 40),
                180 + i * 37 % 900,
                fails ? "error" : refusal == null ? "success" : "refused",
                Map.of(
                        "matched",
                        matched,
                        "stale",
                        waits || refusal != null ? 2 : 0,
                        "unknown",
                        i % 31 == 4 ? 1 : 0,
                        "foreign",
                        i % 50 == 0 ? 2 : 0,
                        "skipped",
                        0),
                Map.of(),
                waits ? 2 : 0,
                waits
                        ? List.of(
                                new Wait("i-0c1d2e3f405162738", "settle-time", NOW.plusSeconds(31), 0),
                                new Wait("i-0d1e2f30415263748", "settle-time", NOW.plusSeconds(44), 2))
                        : List.of(),
                refusal,
                fails ? "AccessDenied" : null,
                fails
                        ? "ListInstances of service " + id(i)
                                + " in eu-west-1: User is not authorized to perform: servicediscovery:ListInstances"
                        : null);
    }

    static String id(int i) {
        return String.format("srv-%016x", 0x7a3f_91c4_02be_55d1L ^ i * 0x9e37_79b9L);
    }

    private static List<Removal> removals(int services) {
        List<Removal> removals = new ArrayList<>();
        for (int i = 0; i < Math.min(100, services * 2); i++) {
            removals.add(new Removal(
                    NOW.minusSeconds(52L + 40L * i * i),
                    id(i % services),
                    NAMES[i % services % NAMES.length],
                    String.format("i-%017x", 0x0fed_cba9_8765_4321L - i * 0x1357_9bdfL),
                    "10.4." + i % 250 + "." + (7 + i),
                    i % 4 == 0 ? "not-found" : "terminated",
                    "20261130T14030" + i / 3 + "Z-5f3a9c01",
                    "aws-cloud-unmap restore --state-directory /var/lib/aws-cloud-unmap --pass 20261130T14030" + i / 3
                            + "Z-5f3a9c01"));
        }
        return removals;
    }
}
