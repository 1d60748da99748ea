package io.github.cloudunmap.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.reconcile.DeregistrationLimit;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigPrinterTest {
    private static final String[] AWKWARD_IDS = {"null", "-", "a:", "::", "true", "=", "@", "0x", "1e", ".", "+", "/"};

    @Test
    void everySettingIsWrittenWithTheDefaultsAppliedToEachService() throws Exception {
        Config config = ConfigLoader.parse("unmap.yaml", """
                defaults: { service-region: us-east-1, instances-regions: [us-east-1, eu-west-1], frequency: 90 }
                services:
                  - service-id: srv-a
                    role-arn: arn:aws:iam::123456789012:role/unmap
                    external-id: '0123'
                """);
        assertThat(ConfigPrinter.render(config)).isEqualTo("""
                workers: 4
                log-level: INFO
                log-format: json
                ec2-cache-ttl: 1m
                suspect-hold: 15m
                list-rate: 40
                shutdown-timeout: 1m
                journal-retention: 90d
                select-interval: 5m
                max-services: 500
                prometheus:
                  enabled: false
                  host: 127.0.0.1
                  port: 9100
                events: []
                services:
                  - service-id: srv-a
                    service-region: us-east-1
                    instances-regions: [us-east-1, eu-west-1]
                    frequency: 1m30s
                    max-deregistrations: 100%
                    grace-period: 0s
                    settle-time: 1m
                    role-arn: arn:aws:iam::123456789012:role/unmap
                    external-id: 0123
                    unmap-stopped: false
                    ids: ec2-only
                    addresses: [ipv4]
                    dry-run: false
                """);
    }

    @Test
    void whatIsWrittenIsReadBackEqual() throws Exception {
        long seed = 20261122;
        System.out.println("seed of the configurations: " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Config config = config(random);
            String yaml = ConfigPrinter.render(config);
            assertThat(ConfigLoader.parse("unmap.yaml", yaml)).as(yaml).isEqualTo(config);
        }
    }

    private static Config config(Random random) {
        List<ServiceConfig> services = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            services.add(service(random, i));
        }
        return new Config(
                1 + random.nextInt(256),
                any(random, LogLevel.values()),
                any(random, LogFormat.values()),
                Duration.ofMillis(random.nextInt(3_600_001)),
                Duration.ofMillis(random.nextInt(86_400_001)),
                1 + random.nextInt(1000),
                Duration.ofMillis(1_000 + random.nextInt(3_599_001)),
                random.nextBoolean() ? null : any(random, "/", "/var/lib/x", "/a b: #'c'", "/~ \\"),
                Duration.ofMillis(86_400_000L + random.nextInt(1_000_000_000)),
                Duration.ofMillis(10_000L + random.nextInt(86_390_001)),
                1 + random.nextInt(10_000),
                new PrometheusConfig(
                        random.nextBoolean(),
                        any(random, "::", "::1", "0.0.0.0", "[::]", "null", "0x"),
                        random.nextInt(65_536)),
                random.nextBoolean()
                        ? List.of()
                        : List.of(new EventQueueConfig(
                                QueueUrl.parse("https://sqs.us-east-1.amazonaws.com/123456789012/a.fifo"),
                                random.nextBoolean() ? null : "arn:aws:iam::123456789012:role/a")),
                services,
                selections(random, services.size()));
    }

    /** At most one, anywhere among the services. */
    private static List<SelectionConfig> selections(Random random, int services) {
        SelectConfig select = new SelectConfig(
                any(
                        random,
                        "prod.local",
                        "ns-0123",
                        "arn:aws:servicediscovery:us-east-1:123456789012:namespace/ns-1",
                        "#'x"),
                any(random, List.of("*"), List.of("a?", "web-*", "null")),
                any(random, Map.of(), Map.of("unmap", "true", "'a: b'", "")));
        return random.nextBoolean()
                ? List.of()
                : List.of(new SelectionConfig(
                        random.nextInt(services + 1), select, Setting.with(service(random, 0), "service-id", "")));
    }

    private static ServiceConfig service(Random random, int number) {
        @Nullable
        String role = random.nextBoolean()
                ? null
                : any(random, "arn:aws:iam::123456789012:role/a=b,c@d", "arn:aws-cn:iam::123456789012:role/x");
        return new ServiceConfig(
                any(random, AWKWARD_IDS) + number,
                any(random, "us-east-1", "us-gov-west-1"),
                any(random, List.of("us-east-1"), List.of("ap-southeast-2", "eu-west-1")),
                Duration.ofMillis(1_000L + random.nextInt(1_000_000_000)),
                random.nextBoolean()
                        ? new DeregistrationLimit.Count(1 + random.nextInt(999_999_999))
                        : new DeregistrationLimit.Percentage(1 + random.nextInt(100)),
                Duration.ofMillis(random.nextInt(1_000_000_000)),
                Duration.ofMillis(random.nextInt(3_600_001)),
                role,
                role == null || random.nextBoolean()
                        ? null
                        : any(random, "0123", "null", "true", "a:b", "::", "=-", "1e3", "@@"),
                random.nextBoolean(),
                any(random, IdRule.values()),
                any(
                        random,
                        List.of(AddressFamily.IPV4),
                        List.of(AddressFamily.IPV6),
                        List.of(AddressFamily.IPV6, AddressFamily.IPV4)),
                random.nextBoolean(),
                null);
    }

    @SafeVarargs
    private static <T> T any(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
