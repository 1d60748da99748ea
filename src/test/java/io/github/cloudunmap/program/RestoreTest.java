package io.github.cloudunmap.program;

import static io.github.cloudunmap.program.Fleet.US;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.inmemory.LaunchedInstance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code history} and {@code restore} after real removals, each in a process of its own. */
@Tag("long")
final class RestoreTest {
    private final InMemoryAws aws = InMemoryAws.start();
    private final Registrations registrations = new Registrations(aws);
    private String first = "";
    private String second = "";

    @TempDir
    Path directory;

    /** What EC2 shows ended for a while is removed, and then runs again: a wrong removal, as of an outage. */
    @BeforeEach
    void removesTwoOfThree() throws Exception {
        registrations.live();
        first = registrations.live();
        second = registrations.live();
        hide(first, second);
        remove();
        assertThat(registrations.now()).hasSize(1);
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void historyListsTheRemovals() throws Exception {
        Result table = run("history");

        assertThat(table.exitCode()).isZero();
        assertThat(table.stderr()).isEmpty();
        assertThat(table.stdout().replaceAll("20\\d\\d-\\S+Z", "TIME").replaceAll("20\\d{6}T\\d{6}Z-\\w{8}", "PASS"))
                .isEqualTo("""
                TIME                  SERVICE  INSTANCE             ADDRESS   REASON         RESULT        PASS
                TIME  srv-web  %s  %s  shutting-down  deregistered  PASS
                TIME  srv-web  %s  %s  shutting-down  deregistered  PASS
                """.formatted(
                                inOrder().get(0),
                                address(inOrder().get(0)),
                                inOrder().get(1),
                                address(inOrder().get(1))));
        assertThat(run("history", "--service-id", "srv-other").stdout()).isEqualTo("nothing removed\n");
    }

    @Test
    void historyPrintsTheSameAsJson() throws Exception {
        JsonNode removals =
                run("history", "--output", "json", "--since", "1h").json().path("removals");

        assertThat(removals).hasSize(2);
        JsonNode removal = removals.path(0);
        assertThat(removal.path("instance_id").asText()).isEqualTo(inOrder().get(0));
        assertThat(removal.at("/attributes/version").asText())
                .isEqualTo(registrations.attribute(inOrder().get(0), "version"));
        assertThat(removal.path("result").asText()).isEqualTo("deregistered");
        assertThat(removal.path("operation_id").asText()).isNotEmpty();
        assertThat(removal.at("/evidence/0/region").asText()).isEqualTo(US);
        assertThat(removal.at("/evidence/0/request_id").asText()).isNotEmpty();
        assertThat(removal.path("created_by_account").asText()).isNotEmpty();
    }

    @Test
    void restoresWhatRunsWithExactlyItsAttributes() throws Exception {
        show(first, second);

        Result dryRun = run("restore", "--since", "1h", "--dry-run");
        assertThat(results(dryRun)).containsExactly("dry-run", "dry-run");
        assertThat(registrations.now()).hasSize(1);

        Result restored = run("restore", "--since", "1h");
        assertThat(restored.exitCode()).isZero();
        assertThat(results(restored)).containsExactly("restored", "restored");
        assertThat(registrations.now()).isEqualTo(registrations.all());

        Result again = run("restore", "--since", "1h");
        assertThat(again.exitCode()).isZero();
        assertThat(again.stdout()).contains("registered  it is registered, as it was");
    }

    @Test
    void leavesAloneWhatIsRegisteredNow() throws Exception {
        show(first, second);
        aws.cloudMap(US).register("srv-web", first, Map.of("AWS_INSTANCE_IPV4", "10.9.9.9"));

        Result restored = run("restore", "--instance-id", first, "--force");

        assertThat(restored.exitCode()).isZero();
        assertThat(restored.stdout()).contains("registered  it is registered now, with other attributes");
        assertThat(registrations.now().get(first)).isEqualTo(Map.of("AWS_INSTANCE_IPV4", "10.9.9.9"));
        assertThat(aws.calls().count("RegisterInstance")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "TERMINATED, EC2 shows %s as terminated; --force registers it all the same",
        "STOPPED, EC2 shows %s as stopped; --force registers it all the same"
    })
    void leavesAloneWhatEc2DoesNotShowRunningAtItsAddress(LaunchedInstance.State state, String why) throws Exception {
        aws.ec2(US).set(first, state);

        Result restored = run("restore", "--instance-id", first);

        assertThat(restored.exitCode()).isEqualTo(1);
        assertThat(restored.stdout()).contains("not-alive  " + why.formatted(first));
        assertThat(registrations.now()).hasSize(1);

        assertThat(results(run("restore", "--instance-id", first, "--force"))).containsExactly("restored");
        assertThat(registrations.now().get(first)).isEqualTo(registrations.all().get(first));
    }

    @Test
    void leavesAloneWhatRunsAtAnotherAddress() throws Exception {
        show(first);
        aws.ec2(US).change(first, instance -> instance.withPrivateIp("10.7.7.7"));

        assertThat(run("restore", "--instance-id", first).stdout())
                .contains("not-alive  EC2 shows " + first
                        + " without the address 10.0.0.2; --force registers it all the" + " same");
        assertThat(registrations.now()).hasSize(1);
    }

    @Test
    void asksForTheAddressesThatTheRemovalWasJudgedBy() throws Exception {
        String id = aws.ec2(US).launch(LaunchedInstance.running("10.0.0.8").withIpv6Address("2001:db8::8"));
        String other = aws.ec2(US).launch(LaunchedInstance.running("10.0.0.9").withIpv6Address("2001:db8::9"));
        aws.cloudMap(US).register("srv-web", other, Map.of("AWS_INSTANCE_IPV6", "2001:db8::9"));
        aws.cloudMap(US)
                .register("srv-web", id, Map.of("AWS_INSTANCE_IPV4", "10.99.0.1", "AWS_INSTANCE_IPV6", "2001:DB8::8"));
        hide(id);
        try (ConfigFile file = ConfigFile.of("state-directory: " + directory + """

                services:
                  - service-id: srv-web
                    service-region: us-east-1
                    instances-regions: [us-east-1]
                    addresses: [ipv6]
                """)) {
            assertThat(Result.of(aws, "--config", file.path(), "--single-run").exitCode())
                    .isZero();
        }
        show(id);

        Result restored = run("restore", "--instance-id", id);

        assertThat(restored.exitCode()).as(restored.toString()).isZero();
        assertThat(restored.stdout()).contains("10.99.0.1, 2001:DB8::8  restored");
    }

    /** As of a region that was missing in the controller's file: EC2 shows no such instance in the regions it had. */
    @ParameterizedTest
    @ValueSource(strings = {"srv-web", "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-web"})
    void asksEc2AlsoInTheRegionsThatTheFileHasNow(String serviceId) throws Exception {
        String id = aws.ec2("eu-west-1").launch("10.0.9.9");
        Map<String, String> attributes = Map.of("AWS_INSTANCE_IPV4", "10.0.9.9");
        aws.cloudMap(US).register("srv-web", id, attributes);
        try (ConfigFile file = ConfigFile.of("services:\n  - {service-id: srv-web, service-region: us-east-1,"
                + " instances-regions: [us-east-1], settle-time: 0s}\n")) {
            remove("--config", file.path());
        }
        assertThat(registrations.now()).doesNotContainKey(id);
        assertThat(run("restore", "--instance-id", id).stdout())
                .contains("not-alive  EC2 shows no such instance in us-east-1; ");

        try (ConfigFile file = ConfigFile.of("services:\n  - {service-id: '" + serviceId
                + "', service-region: us-east-1, instances-regions: [eu-west-1]}\n")) {
            Result restored = run("restore", "--instance-id", id, "--config", file.path());

            assertThat(restored.exitCode()).as(restored.toString()).isZero();
            assertThat(results(restored)).containsExactly("restored");
        }
        assertThat(registrations.now()).containsEntry(id, attributes);
    }

    @Test
    void restoresOnePassOnly() throws Exception {
        String pass = run("history", "--output", "json")
                .json()
                .at("/removals/0/pass_id")
                .asText();
        String third = registrations.live();
        hide(third);
        remove();
        show(first, second, third);

        assertThat(results(run("restore", "--pass", pass))).hasSize(2);
        assertThat(registrations.now()).containsKeys(first, second).doesNotContainKey(third);
    }

    @Test
    void leavesOutWhatCloudMapFillsIn() throws Exception {
        String id = registrations.live();
        Map<String, String> attributes =
                Map.of("AWS_EC2_INSTANCE_ID", id, "AWS_INSTANCE_IPV4", "10.0.0.4", "note", "of its own");
        aws.cloudMap(US).register("srv-web", "web-4", attributes);
        hide(id);
        remove();
        show(id);

        Result restored = run("restore", "--instance-id", "web-4");

        assertThat(restored.exitCode()).as(restored.toString()).isZero();
        assertThat(registrations.now().get("web-4")).isEqualTo(attributes);
    }

    @Test
    void oneThatFailsKeepsNoOtherBack() throws Exception {
        show(first, second);
        aws.on("RegisterInstance").failNext(1, io.github.cloudunmap.inmemory.ApiError.accessDenied());

        Result restored = run("restore", "--since", "1h");

        assertThat(restored.exitCode()).isEqualTo(1);
        assertThat(results(restored)).containsExactly("failed", "restored");
        assertThat(restored.stdout()).contains("RegisterInstance of service srv-web in us-east-1: ");
    }

    @Test
    void saysInOneLineThatNoClientCanBeMade() throws Exception {
        try (ProgramProcess program = ProgramProcess.start(
                Map.of("AWS_ENDPOINT_URL", aws.endpoint().toString(), "AWS_DEFAULTS_MODE", "zzz"),
                List.of(),
                "restore",
                "--state-directory",
                directory.toString(),
                "--since",
                "1h")) {
            assertThat(program.restOfLog())
                    .singleElement()
                    .asString()
                    .startsWith("aws-cloud-unmap: no AWS client can be made: ")
                    .contains("zzz");
            assertThat(program.exitCode()).isOne();
        }
        assertThat(registrations.now()).hasSize(1);
    }

    @Test
    void anInterruptedRestoreHasSaidWhatItHasChanged() throws Exception {
        show(first, second);
        aws.cloudMap(US).holdOperations();
        String[] arguments = {"restore", "--state-directory", directory.toString(), "--since", "1h"};
        try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), arguments)) {
            for (String id : inOrder()) {
                assertThat(program.awaitLine(line -> true))
                        .startsWith("aws-cloud-unmap: Cloud Map has accepted the registration " + id
                                + " of srv-web: operation ");
            }
            program.signal("TERM");

            assertThat(program.exitCode()).isEqualTo(128 + 15);
        }
    }

    @Test
    void findsTheDirectoryInTheControllersFile() throws Exception {
        try (ConfigFile file = ConfigFile.of("state-directory: " + directory + "\nservices:\n  - {service-id: srv-web,"
                + " service-region: us-east-1, instances-regions: [us-east-1]}\n")) {
            assertThat(Result.of(aws, "history", "--config", file.path()).stdout())
                    .contains(first);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "history | 2 | one of the arguments --state-directory --config is required",
                "history --state-directory /nowhere | 1 | the journal in /nowhere cannot be read: no such file or directory",
                "history --state-directory DIR/lock | 1 | the journal in DIR/lock cannot be read: it is no directory",
                "history --state-directory DIR --since x | 2 | argument --since: must be a duration such as 90s, 5m or 1h30m, or"
                        + " a number of seconds, not x",
                "restore --state-directory DIR | 2 | one of the arguments --instance-id --since --pass is required",
                "restore --state-directory DIR --since 1h --pass x | 2 | argument --pass: not allowed with argument --since",
                "restore --state-directory DIR --pass x | 1 | the journal in DIR has no such removal; aws-cloud-unmap history"
                        + " --state-directory DIR --since 3650d lists those that it has",
                "history --state-directory DIR/other | 1 | DIR/other holds no journal: no controller that removes has used it",
                "restore --state-directory DIR/other --since 1h | 1 | DIR/other holds no journal: no controller that removes"
                        + " has used it",
                "history --config examples/minimal.yaml | 2 | argument --config: the file has no state-directory; give"
                        + " --state-directory if the controller was started with it"
            })
    void aMistakeIsOneLine(String arguments, int exitCode, String message) throws Exception {
        Files.createDirectory(directory.resolve("other"));
        Result result =
                Result.of(aws, arguments.replace("DIR", directory.toString()).split(" ", -1));

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.stderr()).last().asString().endsWith(message.replace("DIR", directory.toString()));
        assertThat(result.stdout()).doesNotContain("nothing removed");
    }

    /** The two in the order in which Cloud Map lists them. */
    private List<String> inOrder() {
        return Stream.of(first, second).sorted().toList();
    }

    private String address(String id) {
        return registrations.attribute(id, "AWS_INSTANCE_IPV4");
    }

    private void hide(String... ids) {
        Stream.of(ids)
                .forEach(id -> aws.ec2(US).change(id, instance -> instance.in(LaunchedInstance.State.SHUTTING_DOWN)));
    }

    private void show(String... ids) {
        Stream.of(ids).forEach(id -> aws.ec2(US).change(id, instance -> instance.in(LaunchedInstance.State.RUNNING)));
    }

    private void remove() throws Exception {
        remove(Fleet.everySecond());
    }

    private void remove(String... service) throws Exception {
        String[] arguments = Stream.concat(
                        Stream.of(service), Stream.of("--single-run", "--state-directory", directory.toString()))
                .toArray(String[]::new);
        Result result = Result.of(aws, arguments);
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    private Result run(String command, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(command, "--state-directory", directory.toString()));
        arguments.addAll(List.of(more));
        return Result.of(aws, arguments.toArray(String[]::new));
    }

    /** The results of a restore's table. */
    private static List<String> results(Result restored) {
        return restored.stdout()
                .lines()
                .skip(1)
                .map(line -> line.split(" +", -1)[4])
                .toList();
    }
}
