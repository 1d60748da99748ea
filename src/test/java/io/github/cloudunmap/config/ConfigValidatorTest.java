package io.github.cloudunmap.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.DeregistrationLimit;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigValidatorTest {
    @Test
    void aServiceOfDefaultsIsValid() {
        assertThat(ConfigValidator.problems(ServiceConfig.of("srv-a", "us-iso-east-1", List.of("eusc-de-east-1"))))
                .isEmpty();
    }

    @Test
    void everyRuleOfAServiceIsCheckedAtOnce() {
        ServiceConfig service = new ServiceConfig(
                " ",
                "mars-1",
                List.of("us-east-1", "us-east-1", "us_east_1"),
                Duration.ZERO,
                DeregistrationLimit.NONE,
                Duration.ofDays(31),
                Duration.ofHours(2),
                null,
                "x",
                false,
                IdRule.ANY,
                false);
        assertThat(ConfigValidator.problems(service))
                .containsExactly(
                        new UnplacedProblem(
                                "external-id", "must be 2 to 1224 letters, digits and characters of _+=,.@:/-, not x"),
                        new UnplacedProblem("frequency", "must be at least 1s, not 0s"),
                        new UnplacedProblem("grace-period", "must be at most 30d, not 31d"),
                        new UnplacedProblem("instances-regions[2]", "must look like us-east-1, not us_east_1"),
                        new UnplacedProblem(
                                "service-id",
                                "must be a service id such as srv-0123456789abcdef or a service ARN, not  "),
                        new UnplacedProblem("service-region", "must look like us-east-1, not mars-1"),
                        new UnplacedProblem("settle-time", "must be at most 1h, not 2h"),
                        new UnplacedProblem("external-id", "needs a role-arn beside it"),
                        new UnplacedProblem("instances-regions[1]", "names us-east-1 again"));
    }

    @Test
    void everyRuleOfTheProcessIsCheckedWithItsPath() {
        Config config = new Config(
                0,
                LogLevel.INFO,
                LogFormat.JSON,
                Duration.ofHours(2),
                Duration.ofDays(2),
                1001,
                Duration.ZERO,
                "state",
                Duration.ofHours(23),
                Duration.ofSeconds(9),
                0,
                new PrometheusConfig(true, "", -1),
                List.of(),
                List.of(
                        ServiceConfig.of("srv-a", "us-east-1", List.of("us-east-1")),
                        ServiceConfig.of("srv-b", "us-east-1", List.of())),
                List.of());
        assertThat(ConfigValidator.problems(config))
                .containsExactly(
                        new UnplacedProblem("ec2-cache-ttl", "must be at most 1h, not 2h"),
                        new UnplacedProblem("journal-retention", "must be at least 1d, not 23h"),
                        new UnplacedProblem("list-rate", "must be at most 1000, not 1001"),
                        new UnplacedProblem("max-services", "must be at least 1, not 0"),
                        new UnplacedProblem("prometheus.host", "must be a host name or an address, not ''"),
                        new UnplacedProblem("prometheus.port", "must be at least 0, not -1"),
                        new UnplacedProblem("select-interval", "must be at least 10s, not 9s"),
                        new UnplacedProblem("shutdown-timeout", "must be at least 1s, not 0s"),
                        new UnplacedProblem(
                                "state-directory",
                                "must be an absolute path in ASCII such as /var/lib/aws-cloud-unmap, not state"),
                        new UnplacedProblem("suspect-hold", "must be at most 1d, not 2d"),
                        new UnplacedProblem("workers", "must be at least 1, not 0"),
                        new UnplacedProblem("services[1].instances-regions", "must name at least one region"));
    }

    @Test
    void aConfigurationWithoutServicesIsInvalid() {
        assertThat(ConfigValidator.problems(Config.DEFAULTS))
                .containsExactly(new UnplacedProblem("services", "must list at least one service"));
    }
}
