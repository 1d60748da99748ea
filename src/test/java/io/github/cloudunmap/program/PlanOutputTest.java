package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.InMemoryAws;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code --single-run --dry-run} prints and how it ends, in a process of its own. */
@Tag("long")
final class PlanOutputTest {
    private static final String US = "us-east-1";

    private final InMemoryAws aws = InMemoryAws.start();
    private final List<String> ids = new ArrayList<>();

    @AfterEach
    void close() {
        aws.close();
    }

    private record Result(int exitCode, String stdout) {
        JsonNode json() throws Exception {
            return new ObjectMapper().readTree(stdout);
        }
    }

    @Test
    void printsATableOfEachServiceInFileOrder() throws Exception {
        service("srv-web", 4);
        service("srv-dead", 2);
        service("srv-live", 2);
        terminate(0);
        terminate(4);
        terminate(5);

        Result result = plan(List.of("srv-web", "srv-dead", "srv-live", "srv-none"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stdout().replaceAll("request id [0-9a-f-]+", "request id ID"))
                .isEqualTo("""
                srv-web: 1 of 4 registered instances to remove
                  INSTANCE             ADDRESS   VERDICT  RESULT   WHY
                  3 instances          -         matched  -        live in us-east-1
                  %s  10.0.0.1  stale    dry-run  terminated

                srv-dead: refused (never-all): all 2 registered instances that EC2 can vouch for are stale, and the last are never removed; %s
                  INSTANCE             ADDRESS   VERDICT  RESULT  WHY
                  %s  10.0.0.1  stale    -       terminated
                  %s  10.0.0.2  stale    -       terminated

                srv-live: nothing to remove
                  INSTANCE     ADDRESS  VERDICT  RESULT  WHY
                  2 instances  -        matched  -       live in us-east-1

                srv-none: failed: ListInstances of service srv-none in us-east-1: Service not found: srv-none (ServiceNotFound, request id ID)

                """.formatted(ids.get(0), wayOut(ids.get(4), ids.get(5)), ids.get(4), ids.get(5)));
        assertThat(aws.calls().count("DeregisterInstance")).isZero();
    }

    @Test
    void theHeadingTellsOfRemovalsThatFailed() throws Exception {
        service("srv-web", 4);
        terminate(0);
        terminate(1);
        aws.on("GetInstance").before(call -> {
            if (call.ids().contains(ids.get(0))) {
                throw new ApiError(400, "InvalidInput", "an error of this instance alone");
            }
        });

        Result result = plan(List.of("srv-web"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stdout())
                .startsWith("srv-web: 1 of 4 registered instances to remove, and the last readings of 1 failed\n");
    }

    @Test
    void printsTheSameAsOneJsonDocument() throws Exception {
        service("srv-web", 2);
        terminate(1);

        Result result = plan(List.of("srv-web"), "--output", "json");

        JsonNode service = result.json().at("/services/0");
        assertThat(result.json().at("/services")).hasSize(1);
        assertThat(service.path("service_id").asText()).isEqualTo("srv-web");
        assertThat(service.path("result").asText()).isEqualTo("success");
        assertThat(service.path("decision").asText()).isEqualTo("deregister");
        assertThat(service.path("refusal").isNull()).isTrue();
        JsonNode live = instance(service, ids.get(0));
        assertThat(live.path("verdict").asText()).isEqualTo("matched");
        assertThat(live.path("regions").path(0).asText()).isEqualTo(US);
        assertThat(live.path("result").isNull()).isTrue();
        JsonNode stale = instance(service, ids.get(1));
        assertThat(stale.path("address").asText()).isEqualTo("10.0.0.2");
        assertThat(stale.path("reason").asText()).isEqualTo("terminated");
        assertThat(stale.path("regions").path(0).asText()).isEqualTo(US);
        assertThat(stale.path("request_ids")).hasSize(1);
        assertThat(stale.path("result").asText()).isEqualTo("dry-run");
    }

    @Test
    void theRefusalAndTheErrorAreInTheJson() throws Exception {
        service("srv-dead", 2);
        terminate(0);
        terminate(1);

        Result result = plan(List.of("srv-dead", "srv-none"), "--output", "json");

        JsonNode dead = result.json().at("/services/0");
        assertThat(dead.path("decision").asText()).isEqualTo("refused");
        assertThat(dead.at("/refusal/rule").asText()).isEqualTo("never-all");
        assertThat(dead.at("/refusal/why").asText())
                .isEqualTo(
                        "all 2 registered instances that EC2 can vouch for are stale, and the last are never removed");
        assertThat(dead.at("/refusal/instances")).extracting(JsonNode::asText).containsExactlyElementsOf(ids);
        assertThat(dead.at("/refusal/way_out").asText()).isEqualTo(wayOut(ids.get(0), ids.get(1)));
        JsonNode none = result.json().at("/services/1");
        assertThat(none.path("result").asText()).isEqualTo("error");
        assertThat(none.path("decision").isNull()).isTrue();
        assertThat(none.path("error_code").asText()).isEqualTo("ServiceNotFound");
    }

    @Test
    void thePapersListTheFieldsOfTheJson() throws Exception {
        service("srv-dead", 1);
        terminate(0);
        String commands = java.nio.file.Files.readString(java.nio.file.Path.of("docs/commands.md"));
        Set<String> documented = new TreeSet<>();
        Pattern.compile(
                        "(?m)^\\| `services\\[\\]\\.([a-z0-9_.\\[\\]]+)`(?:, `services\\[\\]\\.([a-z0-9_.\\[\\]]+)`)* \\|")
                .matcher(commands)
                .results()
                .flatMap(row -> Arrays.stream(
                        row.group().replaceAll("[|` ]|services\\[\\]\\.", "").split(",", -1)))
                .forEach(documented::add);

        JsonNode service = plan(List.of("srv-dead"), "--output", "json").json().at("/services/0");

        assertThat(documented)
                .isEqualTo(Stream.of(
                                fields(service, ""),
                                fields(service.path("refusal"), "refusal."),
                                fields(service.at("/instances/0"), "instances[]."))
                        .flatMap(names -> names)
                        .filter(name -> !Set.of("refusal", "instances").contains(name))
                        .collect(java.util.stream.Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void opensNoPortAndNamesServicesInstancesAndWaits() throws Exception {
        service("srv-web", 1);
        aws.cloudMap(US)
                .register(
                        "srv-web",
                        "web-1",
                        Map.of("AWS_INSTANCE_IPV4", "10.0.0.9", "AWS_EC2_INSTANCE_ID", "i-0123456789abcdef0"));
        try (ServerSocket taken = new ServerSocket(0);
                ConfigFile file = ConfigFile.of("""
                        prometheus: { enabled: true, port: %d }
                        services:
                          - service-id: srv-web
                            name: the shop
                            service-region: us-east-1
                            instances-regions: [us-east-1]
                            grace-period: 1h
                            settle-time: 0s
                        """.formatted(taken.getLocalPort()))) {
            String[] arguments = {"--config", file.path(), "--single-run", "--dry-run", "--output=json"};
            Result table = run(List.of(arguments).subList(0, 4));
            assertThat(table.stdout().replaceAll("20[0-9TZ:-]+", "TIME")).isEqualTo("""
                    srv-web (the shop): nothing to remove yet: what is stale still waits (settle-time, grace-period)
                      INSTANCE                     ADDRESS   VERDICT  RESULT  WHY
                      1 instance                   -         matched  -       live in us-east-1
                      web-1 (i-0123456789abcdef0)  10.0.0.9  stale    -       not-found, waits until TIME

                    """);
            assertThat(table.exitCode()).isZero();

            JsonNode service = run(List.of(arguments)).json().at("/services/0");
            assertThat(service.path("service_name").asText()).isEqualTo("the shop");
            assertThat(instance(service, ids.get(0)).path("ec2_instance_id").isNull())
                    .isTrue();
            JsonNode stale = instance(service, "web-1");
            assertThat(stale.path("ec2_instance_id").asText()).isEqualTo("i-0123456789abcdef0");
            assertThat(Instant.parse(stale.path("waits_until").asText())).isAfter(Instant.EPOCH);
        }
    }

    @Test
    void aHostileRegistrationStaysOnItsLine() throws Exception {
        service("srv-web", 1);
        aws.cloudMap(US).register("srv-web", "evil\n\u001b[2J", Map.of("AWS_INSTANCE_IPV4", "10.0.0.9\r\u202e"));

        assertThat(plan(List.of("srv-web")).stdout().lines().toList())
                .hasSize(5)
                .contains("  evil\\n\\u001b[2J  -        skipped  -       AWS_INSTANCE_IPV4 is no plain IPv4 address:"
                        + " 10.0.0.9\\r\\u202e");
    }

    @ParameterizedTest(name = "{0} terminated of {1}: {2}")
    @CsvSource({"0, 2, 0", "1, 2, 3", "2, 2, 1"})
    void theDetailedExitCodeTellsWhetherThereIsSomethingToRemove(int terminated, int registered, int exitCode)
            throws Exception {
        service("srv-web", registered);
        for (int i = 0; i < terminated; i++) {
            terminate(i);
        }

        assertThat(plan(List.of("srv-web"), "--detailed-exit-code").exitCode()).isEqualTo(exitCode);
    }

    @Test
    void withoutItSomethingToRemoveIsNoDifference() throws Exception {
        service("srv-web", 2);
        terminate(0);

        assertThat(plan(List.of("srv-web")).exitCode()).isZero();
    }

    private static String wayOut(String one, String other) {
        String command =
                "aws servicediscovery deregister-instance --service-id srv-dead --instance-id %s --region " + US;
        return "if they have ended for good, register a living one, or remove them: " + command.formatted(one) + "; "
                + command.formatted(other);
    }

    private void service(String id, int instances) {
        aws.cloudMap(US).createService(id);
        for (int host = 1; host <= instances; host++) {
            String address = "10.0.0." + host;
            String instance = aws.ec2(US).launch(address);
            ids.add(instance);
            aws.cloudMap(US).register(id, instance, Map.of("AWS_INSTANCE_IPV4", address));
        }
    }

    private void terminate(int index) {
        aws.ec2(US).terminate(ids.get(index));
    }

    private Result plan(List<String> services, String... more) throws Exception {
        String yaml = "defaults: { service-region: us-east-1, instances-regions: [us-east-1], ids: any }\nservices:\n"
                + String.join(
                        "",
                        services.stream()
                                .map(id -> "  - service-id: " + id + "\n")
                                .toList());
        try (ConfigFile file = ConfigFile.of(yaml)) {
            List<String> arguments = new ArrayList<>(List.of("--config", file.path(), "--single-run", "--dry-run"));
            arguments.addAll(List.of(more));
            return run(arguments);
        }
    }

    private Result run(List<String> arguments) throws Exception {
        try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), arguments.toArray(String[]::new))) {
            List<String> log = program.restOfLog();
            String stdout = program.stdout();
            assertThat(log).allMatch(line -> line.startsWith("{"));
            return new Result(program.exitCode(), stdout);
        }
    }

    private static JsonNode instance(JsonNode service, String id) {
        for (JsonNode instance : service.path("instances")) {
            if (instance.path("instance_id").asText().equals(id)) {
                return instance;
            }
        }
        throw new AssertionError("no instance " + id + " in " + service);
    }

    private static Stream<String> fields(JsonNode object, String prefix) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(name -> names.add(prefix + name));
        return names.stream();
    }
}
