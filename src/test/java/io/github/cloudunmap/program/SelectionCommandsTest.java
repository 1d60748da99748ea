package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.InMemoryAws;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands print about selections, each in a process of its own. */
@Tag("long")
final class SelectionCommandsTest {
    private static final String US = "us-east-1";
    private static final String FILE = """
            defaults: { service-region: us-east-1, instances-regions: [us-east-1] }
            services:
              - service-id: srv-listed
              - select: { namespace: prod.local, names: ["api-*"] }
                name: apis
            """;

    private final InMemoryAws aws = InMemoryAws.start();

    @BeforeEach
    void seed() {
        aws.cloudMap(US).createService("srv-listed");
        String prod = aws.cloudMap(US).catalog().createNamespace("prod.local");
        aws.cloudMap(US).createService("srv-1", prod, "api-1");
        aws.cloudMap(US).createService("srv-web", prod, "web");
        String instance = aws.ec2(US).launch("10.0.0.1");
        aws.cloudMap(US).register("srv-1", instance, Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"));
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void checkPrintsTheServicesInThePlaceOfTheSelections() throws Exception {
        try (ConfigFile file = ConfigFile.of(FILE)) {
            Result check = Result.of(aws, "check", "--online", file.path());
            assertThat(check.stdout())
                    .contains("""
                    services:
                      - service-id: srv-listed
                    """)
                    .contains("  - service-id: srv-1\n")
                    .contains("    name: api-1\n")
                    .doesNotContain("select:", "srv-web");
            assertThat(check.stderr()).containsExactly("services[1] (apis) finds 1 service");
            assertThat(check.exitCode()).isZero();
        }
    }

    @Test
    void checkAsksNobodyWithoutOnline() throws Exception {
        try (ConfigFile file = ConfigFile.of(FILE)) {
            Result check = Result.of(aws, "check", file.path());
            assertThat(check.stdout()).contains("""
                      - select:
                          namespace: prod.local
                          names: ['api-*']
                        service-region: us-east-1
                    """).contains("    name: apis\n");
            assertThat(check.exitCode()).isZero();
            assertThat(aws.calls().count()).isZero();
        }
    }

    @Test
    void checkTellsInOneLineThatASelectionCannotBeRead() throws Exception {
        aws.on("ListServices").fail(ApiError.accessDenied());
        try (ConfigFile file = ConfigFile.of(FILE)) {
            Result check = Result.of(aws, "check", "--online", file.path());
            assertThat(check.stderr())
                    .singleElement()
                    .asString()
                    .startsWith("aws-cloud-unmap: services[1] (apis): ListServices of namespace ns-")
                    .contains("User is not authorized to perform this operation (AccessDeniedException");
            assertThat(check.exitCode()).isOne();
        }
    }

    @Test
    void checkTellsOfEverySelectionThatCannotBeRead() throws Exception {
        String unknown = FILE + """
                  - select: { namespace: test.local, names: [web] }
                  - select: { namespace: prod.local, names: [web] }
                  - select: { namespace: stage.local, names: [web] }
                """;
        try (ConfigFile file = ConfigFile.of(unknown)) {
            Result check = Result.of(aws, "check", "--online", file.path());
            assertThat(check.stdout()).isEmpty();
            assertThat(check.stderr())
                    .contains("services[3] (prod.local: web in us-east-1) finds 1 service")
                    .anyMatch(line -> line.contains("services[2] (test.local: web in us-east-1): no namespace"))
                    .anyMatch(line -> line.contains("services[4] (stage.local: web in us-east-1): no namespace"));
            assertThat(check.exitCode()).isOne();
        }
    }

    @Test
    void thePolicyNamesTheServicesThatAreFound() throws Exception {
        try (ConfigFile file = ConfigFile.of(FILE)) {
            Result policy = Result.of(aws, "iam-policy", "--online", file.path());
            assertThat(policy.stdout())
                    .contains("servicediscovery:ListNamespaces", "servicediscovery:ListServices")
                    .contains("""
                                  "servicediscovery:DeregisterInstance"
                                ],
                                "Resource": [
                                  "arn:aws:servicediscovery:us-east-1:*:service/srv-listed",
                                  "arn:aws:servicediscovery:us-east-1:*:service/srv-1"
                                ]
                          """);
            assertThat(policy.exitCode()).isZero();
        }
    }

    @Test
    void thePlanHasTheServicesThatAreFound() throws Exception {
        try (ConfigFile file = ConfigFile.of(FILE)) {
            Result plan = Result.of(aws, "--config", file.path(), "--single-run", "--dry-run", "--log-level", "ERROR");
            assertThat(plan.stdout()).contains("srv-listed: nothing to remove\n", "srv-1 (api-1): nothing to remove\n");
            assertThat(plan.exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "iam-policy"})
    void aCommandEndsWithTwoIfTwoSelectionsFindOneService(String command) throws Exception {
        String twice = FILE + "  - select: { namespace: prod.local, names: [api-1] }\n";
        try (ConfigFile file = ConfigFile.of(twice)) {
            Result result = Result.of(aws, command, "--online", file.path());
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.stdout()).isEmpty();
            assertThat(result.stderr())
                    .last()
                    .isEqualTo(file.path() + ": services[2] (prod.local: api-1 in us-east-1) finds srv-1 (api-1), which"
                            + " services[1] (apis) finds too; narrow one of them, or list the service by its id");
        }
    }

    @Test
    void checkEndsWithTwoIfTheSelectionsFindTooManyServices() throws Exception {
        String few = "max-services: 1\n" + FILE.replace("[\"api-*\"]", "[\"*\"]");
        try (ConfigFile file = ConfigFile.of(few)) {
            Result check = Result.of(aws, "check", "--online", file.path());
            assertThat(check.exitCode()).isEqualTo(2);
            assertThat(check.stderr())
                    .last()
                    .isEqualTo(file.path() + ": the selections find 2 services, more than max-services (1); narrow"
                            + " them, or raise it");
        }
    }

    @Test
    void aRunEndsWithTwoIfTwoSelectionsFindOneService() throws Exception {
        String twice = FILE + "  - select: { namespace: prod.local, names: [api-1] }\n";
        try (ConfigFile file = ConfigFile.of(twice)) {
            Result run = Result.of(aws, "--config", file.path());
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(String.join("\n", run.stderr()))
                    .contains(
                            "services[2] (prod.local: api-1 in us-east-1) finds srv-1 (api-1), which services[1] (apis)"
                                    + " finds too; narrow one of them, or list the service by its id");
        }
    }
}
