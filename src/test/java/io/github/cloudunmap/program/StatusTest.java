package io.github.cloudunmap.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.inmemory.MessageQueue;
import io.github.cloudunmap.metrics.FreePort;
import io.github.cloudunmap.metrics.Scrape;
import io.github.cloudunmap.status.Status;
import io.github.cloudunmap.status.StatusJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The status of a real process, as its pages and the command show it. */
@Tag("long")
final class StatusTest {
    private static final String US = "us-east-1";
    private static final String SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCY";

    private final InMemoryAws aws = InMemoryAws.start();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aRunningProcessShowsItsServicesRemovalsAndHowToUndoThem() throws Exception {
        aws.cloudMap(US).createService("srv-web");
        String dead = register("10.0.0.1");
        register("10.0.0.2");
        aws.ec2(US).terminate(dead);
        int port = FreePort.next();
        try (ConfigFile file = ConfigFile.of("""
                        prometheus: { enabled: true, port: %d }
                        state-directory: %s
                        services:
                          - service-id: srv-web
                            name: the shop
                            service-region: us-east-1
                            instances-regions: [us-east-1]
                        """.formatted(port, directory));
                ProgramProcess program = ProgramProcess.start(
                        Map.of(
                                "AWS_ENDPOINT_URL",
                                aws.endpoint().toString(),
                                "AWS_SECRET_ACCESS_KEY",
                                SECRET,
                                "SOME_VARIABLE",
                                "of the environment"),
                        List.of(),
                        "--config",
                        file.path())) {
            program.awaitMessage(message -> message.startsWith("aws-cloud-unmap 3"));
            program.awaitMessage(message -> message.startsWith("Checked service"));

            HttpResponse<String> page = Scrape.request(port, "GET", "/status");
            JsonNode status = new ObjectMapper()
                    .readTree(Scrape.request(port, "GET", "/status.json").body());

            assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
            assertThat(page.body())
                    .contains("The service is fine", "the shop", dead)
                    .doesNotContain(SECRET, "of the environment");
            assertThat(status.toString()).doesNotContain(SECRET, "of the environment");
            assertThat(status.at("/configuration/file").asText()).isEqualTo(file.path());
            assertThat(status.at("/services/0/last_pass/removals/deregistered").asInt())
                    .isEqualTo(1);
            JsonNode removal = status.at("/removals/0");
            assertThat(removal.path("reason").asText()).isEqualTo("terminated");

            Result table = command("status", "--url", "127.0.0.1:" + port);
            assertThat(table.exitCode).isZero();
            assertThat(table.stdout)
                    .contains("configuration: " + file.path())
                    .containsPattern("srv-web  the shop  [0-9TZ:-]+  success +1 +1 +0")
                    .contains(dead + "  10.0.0.1  terminated  ");
            Result json = command("status", "--url=http://127.0.0.1:" + port + "/status", "--output", "json");
            assertThat(new ObjectMapper().readTree(json.stdout).path("removals"))
                    .isEqualTo(status.path("removals"));

            String[] restore = removal.path("restore_command").asText().split(" ");
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
            try (ProgramProcess next = ProgramProcess.start(aws.endpoint(), "--config", file.path())) {
                next.awaitMessage(message -> message.startsWith("Checked service"));
                JsonNode recalled = new ObjectMapper()
                        .readTree(Scrape.request(port, "GET", "/status.json").body())
                        .at("/removals");
                assertThat(recalled).hasSize(1);
                assertThat(recalled.path(0).path("instance_id").asText()).isEqualTo(dead);
                assertThat(recalled.path(0).path("restore_command")).isEqualTo(removal.path("restore_command"));
            }

            assertThat(command(List.of(restore).subList(1, restore.length).toArray(String[]::new)).stdout)
                    .contains(dead, "not-alive");
        }
    }

    @Test
    void thePapersListTheKeysOfTheDocument() throws Exception {
        TreeSet<String> documented = Pattern.compile("`([a-z0-9_]+)(?:\\[])?`")
                .matcher(Files.readString(Path.of("docs/status.md")).split("## The document")[1])
                .results()
                .map(key -> key.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        aws.cloudMap(US).createService("srv-web");
        aws.ec2(US).terminate(register("10.0.0.1"));
        int port = FreePort.next();
        try (ConfigFile file = ConfigFile.of(withQueues(port, "gone"));
                ProgramProcess program = ProgramProcess.start(aws.endpoint(), "--config", file.path())) {
            awaitEach(program, "Checked service", "Queue ");
            JsonNode status = new ObjectMapper()
                    .readTree(Scrape.request(port, "GET", "/status.json").body());

            TreeSet<String> keys = new TreeSet<>();
            collect(status, keys);
            keys.removeAll(List.of("matched", "stale", "unknown", "foreign", "skipped"));
            keys.removeAll(List.of("unknown-instance", "unreadable", "failed"));
            assertThat(keys)
                    .isSubsetOf(documented)
                    .contains("way_out", "state_directory", "last_reload", "waits", "last_read_at", "since");
        }
    }

    @Test
    void aRunningProcessShowsWhichQueuesItCanRead() throws Exception {
        aws.cloudMap(US).createService("srv-web");
        String ended = register("10.0.0.1");
        register("10.0.0.2");
        MessageQueue queue = aws.account(InMemoryAws.DEFAULT_ACCOUNT).queue(US, "changes");
        int port = FreePort.next();
        try (ConfigFile file = ConfigFile.of(withQueues(port, "changes", "gone"));
                ProgramProcess program = ProgramProcess.start(aws.endpoint(), "--config", file.path())) {
            awaitEach(program, "Checked service", "Queue ");
            aws.account(InMemoryAws.DEFAULT_ACCOUNT).events(US).sendTo(queue);
            aws.ec2(US).terminate(ended);
            program.awaitMessage(message -> message.startsWith("Checked service"));

            JsonNode queues = new ObjectMapper()
                    .readTree(Scrape.request(port, "GET", "/status.json").body())
                    .path("queues");
            assertThat(queues).hasSize(2);
            assertThat(queues.path(0).path("url").asText()).isEqualTo(queue.url());
            assertThat(queues.path(0).path("last_read_at").isTextual()).isTrue();
            assertThat(queues.path(0).path("error").isNull()).isTrue();
            assertThat(queues.at("/0/events/matched").asInt()).isEqualTo(1);
            assertThat(queues.path(1).path("last_read_at").isNull()).isTrue();
            assertThat(queues.at("/1/error/code").asText()).isEqualTo("QueueDoesNotExist");
            assertThat(queues.at("/1/events/failed").asInt()).isPositive();
            assertThat(Scrape.request(port, "GET", "/status").body())
                    .contains("A queue of events fails", queue.url(), "/gone</span> has failed (");
            assertThat(command("status", "--url", "127.0.0.1:" + port).stdout)
                    .containsPattern("\n[0-9TZ:-]+ +reads +1 +0 +0 +0 +0 +https://.*/changes")
                    .containsPattern("\n- +QueueDoesNotExist +0 +0 +0 +0 +[0-9]+ +https://.*/gone")
                    .containsPattern("/gone has failed since [0-9TZ:-]+: ReceiveMessage of ");
        }
    }

    @Test
    void aRunningProcessTellsAQueueThatItMayNotDeleteFromOneThatItCannotRead() throws Exception {
        aws.cloudMap(US).createService("srv-web");
        String ended = register("10.0.0.1");
        register("10.0.0.2");
        MessageQueue queue = aws.account(InMemoryAws.DEFAULT_ACCOUNT).queue(US, "changes");
        aws.on("DeleteMessageBatch").fail(new ApiError(400, "AccessDeniedException", "no"));
        int port = FreePort.next();
        try (ConfigFile file = ConfigFile.of(withQueues(port, "changes"));
                ProgramProcess program = ProgramProcess.start(aws.endpoint(), "--config", file.path())) {
            program.awaitMessage(message -> message.startsWith("Checked service"));
            aws.account(InMemoryAws.DEFAULT_ACCOUNT).events(US).sendTo(queue);
            aws.ec2(US).terminate(ended);
            awaitEach(program, "Checked service", "Messages of queue " + queue.url() + " cannot be deleted, so they");

            assertThat(Scrape.request(port, "GET", "/status").body())
                    .contains("has failed (AccessDeniedException)", "<p>Its messages cannot be deleted, so they come")
                    .doesNotContain("only the regular passes");
        }
    }

    /** Reads the log until it has had messages that start so, in any order. */
    private static void awaitEach(ProgramProcess program, String... starts) throws Exception {
        Set<String> missing = new HashSet<>(Set.of(starts));
        program.awaitMessage(message -> {
            missing.removeIf(message::startsWith);
            return missing.isEmpty();
        });
    }

    /** A queue is not there unless the in-memory AWS has it. */
    private static String withQueues(int port, String... names) {
        String queues = Stream.of(names)
                .map(name -> "{ queue-url: https://sqs.us-east-1.amazonaws.com/123456789012/" + name + " }")
                .collect(Collectors.joining(", "));
        return """
                prometheus: { enabled: true, port: %d }
                events: [%s]
                services: [{ service-id: srv-web, service-region: us-east-1, instances-regions: [us-east-1] }]
                """.formatted(port, queues);
    }

    @Test
    void saysInOneLineThatNothingListens() throws Exception {
        int port = FreePort.next();
        try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), "status", "--url", "localhost:" + port)) {
            assertThat(program.restOfLog())
                    .containsExactly("aws-cloud-unmap: nothing listens at http://localhost:" + port
                            + "/status.json; does the controller run with --enable-prometheus? Name its host and port by"
                            + " --url");
            assertThat(program.exitCode()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "garbage | AT does not answer with the status of a controller; name its exporter by --url",
                "HTTP/1.1 404 Not Found | AT answers 404, not the status of a controller; name its exporter by --url",
                "HTTP/1.1 200 OK,,{\"services\":[]} | AT does not answer with the status of a controller; name its exporter"
                        + " by --url",
                "HTTP/1.1 200 OK,,{\"services\":[],\"program\":{\"version\":\"3\"}}[2J | AT does not answer with the status"
                        + " of a controller; name its exporter by --url",
                "HTTP/1.1 200 OK,,DRIP | AT has not answered within 10 s; name the controller's exporter by --url",
                "HTTP/1.1 200 OK,DRIP | AT has not answered within 10 s; name the controller's exporter by --url"
            })
    void saysInOneLineThatSomethingElseAnswers(String answer, String message) throws Exception {
        try (Stranger stranger = new Stranger(answer.replace(",", "\r\n"));
                ProgramProcess program = ProgramProcess.start(
                        aws.endpoint(), "status", "--output=json", "--url", "127.0.0.1:" + stranger.port())) {
            assertThat(program.restOfLog())
                    .containsExactly("aws-cloud-unmap: "
                            + message.replace("AT", "http://127.0.0.1:" + stranger.port() + "/status.json"));
            assertThat(program.stdout()).isEmpty();
            assertThat(program.exitCode()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:99999", "ftp://localhost", "http://", "a b", "mailto://x"})
    void saysWhatAUrlLooksLike(String url) throws Exception {
        try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), "status", "--url", url)) {
            assertThat(program.restOfLog())
                    .contains(
                            "aws-cloud-unmap: error: argument --url: must look like http://127.0.0.1:9100, not " + url);
            assertThat(program.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void theTableMarksTheLateServicesAndSaysWhyTheyAre() throws Exception {
        Instant now = Instant.parse("2026-11-30T14:03:22Z");
        Instant justInTime = now.minusSeconds(180);
        Status status = new Status(
                now,
                new Status.Program("3.0.0", "c", "17", now.minusSeconds(9_000), null),
                new Status.Configuration(null, "0", now.minusSeconds(9_000), null),
                List.of(
                        service("srv-well", justInTime, now.minusSeconds(9_000)),
                        service("srv-late", justInTime.minusMillis(1), now.minusSeconds(9_000)),
                        service("srv-new", null, justInTime),
                        service("srv-hangs", null, justInTime.minusMillis(1))),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        try (Stranger controller = new Stranger("HTTP/1.1 200 OK\r\n\r\n" + StatusJson.of(status))) {
            Result table = command("status", "--url", "127.0.0.1:" + controller.port());

            assertThat(table.exitCode).isZero();
            assertThat(table.stdout)
                    .containsPattern("srv-well +- +2026-11-30T14:00:22Z +success +-")
                    .containsPattern("srv-late +- +2026-11-30T14:00:21Z +success, late +-")
                    .containsPattern("srv-new +- +- +none yet +-")
                    .containsPattern("srv-hangs +- +- +none yet, late +-")
                    .contains("""

                            srv-late is late: no pass has ended for more than two frequencies
                            srv-hangs is late: no pass has ended for more than two frequencies
                            """)
                    .doesNotContain("srv-well is late", "srv-new is late");
        }
    }

    private static Status.Service service(String id, @Nullable Instant passEndedAt, Instant addedAt) {
        Status.Pass pass = passEndedAt == null
                ? null
                : new Status.Pass(
                        "p",
                        passEndedAt,
                        passEndedAt,
                        1,
                        "success",
                        Map.of(),
                        Map.of(),
                        0,
                        List.of(),
                        null,
                        null,
                        null);
        return new Status.Service(id, null, US, 60_000, false, pass, passEndedAt, addedAt);
    }

    /** A server that is no exporter. What its answer says as {@code DRIP} comes byte by byte, without end. */
    private static final class Stranger implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final CountDownLatch closed = new CountDownLatch(1);
        private final Thread thread;

        Stranger(String answer) throws IOException {
            thread = new Thread(() -> answer(answer), "stranger");
            thread.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        private void answer(String answer) {
            try (Socket client = socket.accept()) {
                client.getInputStream().read();
                OutputStream out = client.getOutputStream();
                out.write((answer.replace("DRIP", "") + (answer.contains("DRIP") ? "" : "\r\n\r\n"))
                        .getBytes(ISO_8859_1));
                while (answer.endsWith("DRIP") && !closed.await(50, TimeUnit.MILLISECONDS)) {
                    out.write('x');
                }
                client.shutdownOutput();
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException | InterruptedException e) {
                // the client has gone, as it should
            }
        }

        @Override
        public void close() throws Exception {
            closed.countDown();
            socket.close();
            thread.join();
        }
    }

    private static void collect(JsonNode node, Set<String> keys) {
        node.fieldNames().forEachRemaining(keys::add);
        node.forEach(child -> collect(child, keys));
    }

    private String register(String address) {
        String id = aws.ec2(US).launch(address);
        aws.cloudMap(US).register("srv-web", id, Map.of("AWS_INSTANCE_IPV4", address));
        return id;
    }

    private record Result(int exitCode, String stdout) {}

    private Result command(String... arguments) throws Exception {
        try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), arguments)) {
            program.restOfLog();
            String stdout = program.stdout();
            return new Result(program.exitCode(), stdout);
        }
    }
}
