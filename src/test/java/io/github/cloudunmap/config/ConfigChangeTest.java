package io.github.cloudunmap.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.yaml.ConfigLoader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigChangeTest {
    private static final ServiceConfig A = ServiceConfig.of("srv-a", "us-east-1", List.of("us-east-1"));
    private static final ServiceConfig B = ServiceConfig.of("srv-b", "us-east-1", List.of("us-east-1"));
    private static final ServiceConfig C = ServiceConfig.of("srv-c", "us-east-1", List.of("us-east-1"));
    private static final ServiceConfig D = ServiceConfig.of("srv-d", "us-east-1", List.of("us-east-1"));

    @Test
    void equalConfigurationsDifferInNothing() {
        Config config = Config.DEFAULTS.withServices(List.of(A, B));
        assertThat(ConfigChange.between(config, config))
                .isEqualTo(new ConfigChange(List.of(), List.of(), Map.of(), List.of(), 2))
                .hasToString("0 added, 0 changed, 0 removed, 2 unchanged");
    }

    @Test
    void theOrderOfTheServicesIsNoChange() {
        assertThat(ConfigChange.between(
                        Config.DEFAULTS.withServices(List.of(A, B)), Config.DEFAULTS.withServices(List.of(B, A))))
                .hasToString("0 added, 0 changed, 0 removed, 2 unchanged");
    }

    @Test
    void anotherPlaceInTheFileIsNoChangeOfASelection() throws Exception {
        String top = "defaults: { service-region: us-east-1, instances-regions: [us-east-1] }\nservices:\n";
        String prod = "  - select: { namespace: prod.local }\n";
        String test = "  - select: { namespace: test.local }\n";
        Config before = ConfigLoader.parse("unmap.yaml", top + prod + test);

        assertThat(ConfigChange.between(
                        before, ConfigLoader.parse("unmap.yaml", top + "  - service-id: srv-a\n" + test + prod)))
                .hasToString("1 added (srv-a), 0 changed, 0 removed, 0 unchanged");
        assertThat(ConfigChange.between(before, ConfigLoader.parse("unmap.yaml", top + test + prod))
                        .isEmpty())
                .isTrue();
        assertThat(ConfigChange.between(before, ConfigLoader.parse("unmap.yaml", top + prod + test + "    ids: any\n"))
                        .settings())
                .containsExactly("selections");
    }

    @Test
    void eachServiceIsAddedChangedRemovedOrUnchanged() {
        ServiceConfig changed = B.withFrequency(Duration.ofSeconds(7)).withDryRun(true);
        ConfigChange change = ConfigChange.between(
                Config.DEFAULTS.withServices(List.of(D, A, B)), Config.DEFAULTS.withServices(List.of(C, changed, A)));
        assertThat(change)
                .isEqualTo(new ConfigChange(
                        List.of(), List.of(C), Map.of(changed, List.of("frequency", "dry-run")), List.of("srv-d"), 1))
                .hasToString("1 added (srv-c), 1 changed (srv-b: frequency, dry-run), 1 removed (srv-d), 1 unchanged");
    }

    @Test
    void aSettingOfAServiceIsNamedByItsKey() throws Exception {
        String services =
                "services:\n  - { service-id: srv-a, service-region: us-east-1, instances-regions: [us-east-1]";
        assertThat(ConfigChange.between(
                        ConfigLoader.parse("unmap.yaml", services + " }"),
                        ConfigLoader.parse("unmap.yaml", services + ", settle-time: 0s, ids: any }")))
                .hasToString("0 added, 1 changed (srv-a: settle-time, ids), 0 removed, 0 unchanged");
    }

    @Test
    void severalServicesAreListed() {
        ConfigChange change = ConfigChange.between(
                Config.DEFAULTS.withServices(List.of(B, A)), Config.DEFAULTS.withServices(List.of(D, C)));
        assertThat(change).hasToString("2 added (srv-d; srv-c), 0 changed, 2 removed (srv-a; srv-b), 0 unchanged");
    }

    @Test
    void settingsOfTheProcessAreNamedByTheirKeys() {
        Config before = Config.DEFAULTS.withServices(List.of(A));
        Config after = new Config(
                8,
                before.logLevel(),
                before.logFormat(),
                Duration.ZERO,
                before.suspectHold(),
                before.listRate(),
                before.shutdownTimeout(),
                before.stateDirectory(),
                before.journalRetention(),
                before.selectInterval(),
                before.maxServices(),
                before.prometheus(),
                before.events(),
                before.services(),
                before.selections());
        assertThat(ConfigChange.between(before, after).settings()).containsExactly("workers", "ec2-cache-ttl");
        assertThat(ConfigChange.between(before, after))
                .hasToString("0 added, 0 changed, 0 removed, 1 unchanged; settings changed: workers, ec2-cache-ttl");
    }
}
