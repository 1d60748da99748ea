package io.github.cloudunmap.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.EventQueueConfig;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;
import io.github.cloudunmap.config.PrometheusConfig;
import io.github.cloudunmap.config.QueueUrl;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.DeregistrationLimit;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a valid file means: the defaults, each key, and the defaults block. */
class ConfigMappingTest {
    private static final String SERVICE = """
            services:
              - service-id: srv-a
                service-region: us-east-1
                instances-regions: [us-east-1]
            """;

    @Test
    void everySettingOfTheProcessHasItsDefault() {
        assertThat(Config.DEFAULTS)
                .isEqualTo(new Config(
                        4,
                        LogLevel.INFO,
                        LogFormat.JSON,
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(15),
                        40,
                        Duration.ofSeconds(60),
                        null,
                        Duration.ofDays(90),
                        Duration.ofMinutes(5),
                        500,
                        new PrometheusConfig(false, "127.0.0.1", 9100),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    @Test
    void everySettingOfAServiceButThreeHasItsDefault() {
        assertThat(ServiceConfig.of("srv-a", "us-east-1", List.of("eu-west-1")))
                .isEqualTo(new ServiceConfig(
                        "srv-a",
                        "us-east-1",
                        List.of("eu-west-1"),
                        Duration.ofMinutes(5),
                        new DeregistrationLimit.Percentage(100),
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        null,
                        null,
                        false,
                        IdRule.EC2_ONLY,
                        false));
    }

    @Test
    void aFileOfOneBareServiceIsAllDefaults() throws Exception {
        assertThat(parse(SERVICE)).isEqualTo(withServices(service("srv-a", "us-east-1", "us-east-1")));
    }

    @Test
    void everyKeyFillsItsComponent() throws Exception {
        Config config = parse("""
                workers: 16
                log-level: debug
                log-format: text
                ec2-cache-ttl: 0s
                suspect-hold: 1h30m
                list-rate: 7
                shutdown-timeout: 90
                state-directory: /srv/unmap
                journal-retention: 30d
                select-interval: 2m
                max-services: 2000
                events:
                  - queue-url: https://sqs.us-east-1.amazonaws.com/123456789012/a
                  - { queue-url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/b', role-arn: 'arn:aws:iam::123456789012:role/events' }
                prometheus: { enabled: true, host: 0.0.0.0, port: 0 }
                services:
                  - service-id: srv-a
                    service-region: us-gov-west-1
                    instances-regions:
                      - us-gov-east-1
                      - eusc-de-east-1
                    frequency: 500s
                    max-deregistrations: 25%
                    grace-period: 1500ms
                    settle-time: 90s
                    role-arn: arn:aws-us-gov:iam::123456789012:role/a/unmap
                    external-id: 0123
                    unmap-stopped: true
                    ids: any
                    addresses: [ipv6, IPV4]
                    dry-run: true
                """);
        assertThat(config)
                .isEqualTo(new Config(
                        16,
                        LogLevel.DEBUG,
                        LogFormat.TEXT,
                        Duration.ZERO,
                        Duration.ofMinutes(90),
                        7,
                        Duration.ofSeconds(90),
                        "/srv/unmap",
                        Duration.ofDays(30),
                        Duration.ofMinutes(2),
                        2000,
                        new PrometheusConfig(true, "0.0.0.0", 0),
                        List.of(
                                new EventQueueConfig(
                                        QueueUrl.parse("https://sqs.us-east-1.amazonaws.com/123456789012/a"), null),
                                new EventQueueConfig(
                                        QueueUrl.parse("https://sqs.eu-west-1.amazonaws.com/123456789012/b"),
                                        "arn:aws:iam::123456789012:role/events")),
                        List.of(new ServiceConfig(
                                "srv-a",
                                "us-gov-west-1",
                                List.of("us-gov-east-1", "eusc-de-east-1"),
                                Duration.ofSeconds(500),
                                new DeregistrationLimit.Percentage(25),
                                Duration.ofMillis(1500),
                                Duration.ofSeconds(90),
                                "arn:aws-us-gov:iam::123456789012:role/a/unmap",
                                "0123",
                                true,
                                IdRule.ANY,
                                List.of(AddressFamily.IPV6, AddressFamily.IPV4),
                                true,
                                null)),
                        List.of()));
    }

    @Test
    void aPrometheusBlockAloneDoesNotEnableIt() throws Exception {
        assertThat(parse("prometheus: {}\n" + SERVICE).prometheus()).isEqualTo(PrometheusConfig.DEFAULTS);
    }

    @Test
    void defaultsFillWhatAServiceDoesNotSay() throws Exception {
        Config config = parse("""
                defaults:
                  service-region: us-east-1
                  instances-regions: [us-east-1, eu-west-1]
                services:
                  - service-id: srv-a
                  - service-id: srv-b
                    instances-regions: [eu-west-1]
                """);
        assertThat(config.services())
                .containsExactly(
                        service("srv-a", "us-east-1", "us-east-1", "eu-west-1"),
                        service("srv-b", "us-east-1", "eu-west-1"));
    }

    @Test
    void addressesMayBeADefaultThatAServiceOverrides() throws Exception {
        Config config = parse("""
                defaults:
                  service-region: us-east-1
                  instances-regions: [us-east-1]
                  addresses: [ipv6]
                services:
                  - service-id: srv-a
                  - service-id: srv-b
                    addresses: [ipv4, ipv6]
                """);
        assertThat(config.services())
                .extracting(ServiceConfig::addresses)
                .containsExactly(List.of(AddressFamily.IPV6), List.of(AddressFamily.IPV4, AddressFamily.IPV6));
    }

    @Test
    void anExternalIdMayBeADefaultForTheRolesOfTheServices() throws Exception {
        Config config = parse("defaults: { external-id: example }\n" + SERVICE
                + "    role-arn: arn:aws:iam::123456789012:role/unmap\n");
        assertThat(config.services().get(0).externalId()).isEqualTo("example");
    }

    @Test
    void aServiceArnIsAServiceId() throws Exception {
        String arn = "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-a";
        assertThat(parse(SERVICE.replace("srv-a", arn)).services().get(0).serviceId())
                .isEqualTo(arn);
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws Exception {
        assertThat(parse("\uFEFF" + SERVICE)).isEqualTo(parse(SERVICE));
    }

    @Test
    void windowsLineEndsAreLineEnds() throws Exception {
        assertThat(parse(SERVICE.replace("\n", "\r\n"))).isEqualTo(parse(SERVICE));
    }

    @Test
    void pythonsNamesOfLevelsAreKnown() {
        assertThat(List.of("WARN", "Warning", "fatal", "critical"))
                .map(LogLevel::parse)
                .containsExactly(LogLevel.WARNING, LogLevel.WARNING, LogLevel.CRITICAL, LogLevel.CRITICAL);
    }

    @Test
    void anotherFrequencyIdRuleOrDryRunLeavesTheOtherSettingsOfAServiceAsTheyAre() throws Exception {
        String settings = """
                    max-deregistrations: 2
                    grace-period: 1m
                    settle-time: 2m
                    unmap-stopped: true
                    ids: any
                    role-arn: arn:aws:iam::123456789012:role/unmap
                    external-id: example
                """;
        ServiceConfig service = parse(SERVICE + settings).services().get(0);
        assertThat(service.withFrequency(Duration.ofSeconds(7))
                        .withIds(IdRule.EC2_ONLY)
                        .withDryRun(true))
                .isEqualTo(
                        parse(SERVICE + settings.replace("any", "ec2-only") + "    frequency: 7s\n    dry-run: true\n")
                                .services()
                                .get(0));
    }

    private static Config parse(String yaml) throws InvalidConfigException {
        return ConfigLoader.parse("unmap.yaml", yaml);
    }

    private static ServiceConfig service(String id, String region, String... instancesRegions) {
        return ServiceConfig.of(id, region, List.of(instancesRegions));
    }

    private static Config withServices(ServiceConfig... services) {
        return Config.DEFAULTS.withServices(List.of(services));
    }
}
