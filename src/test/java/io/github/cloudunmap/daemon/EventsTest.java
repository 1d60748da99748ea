package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.faults.Fault;
import io.github.cloudunmap.faults.FaultyFront;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.Hang;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.inmemory.MessageQueue;
import io.github.cloudunmap.inmemory.StateChangeEvents;
import io.github.cloudunmap.metrics.FreePort;
import io.github.cloudunmap.metrics.Scrape;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of EC2's events, over HTTP. But for them, the next pass would be due in an hour. */
@Tag("long")
final class EventsTest {
    private static final String US = "us-east-1";
    private static final Duration DEADLINE = Duration.ofSeconds(50);
    private static final String FOREIGN =
            "{\"source\": \"aws.s3\", \"detail-type\": \"Object Created\", \"detail\": {}}";

    private final InMemoryAws aws = InMemoryAws.start();
    private final FaultyFront front = new FaultyFront();
    private final MessageQueue queue = aws.account(InMemoryAws.DEFAULT_ACCOUNT).queue(US, "changes");
    private final StateChangeEvents events =
            aws.account(InMemoryAws.DEFAULT_ACCOUNT).events(US);
    private final BlockingQueue<ReconcileReport> reports = new LinkedBlockingQueue<>();
    private final LogLines log = new LogLines("daemon");
    /** The newest first. */
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private int port;
    private int hosts;

    @BeforeEach
    void aService() {
        aws.cloudMap(US).createService("srv-web");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : running) {
            each.close();
        }
        log.close();
        front.close();
        aws.close();
    }

    @Test
    void theEndOfAnInstanceRemovesItsRegistration() throws Exception {
        String ended = registered();
        String live = registered();
        events.sendTo(queue);
        start();

        aws.ec2(US).terminate(ended);

        awaitRemoval();
        assertThat(registrations()).containsOnlyKeys(live);
        queue.awaitEmpty(DEADLINE);
        assertThat(Scrape.page(port))
                .contains("aws_cloud_unmap_events_total{queue=\"" + queue.url() + "\",result=\"matched\",} 1.0")
                .contains("aws_cloud_unmap_removal_delay_seconds_count 1.0")
                .contains("aws_cloud_unmap_event_age_seconds_count 1.0")
                .doesNotContain(
                        "aws_cloud_unmap_queue_last_receive_timestamp_seconds{queue=\"" + queue.url() + "\",} 0.0");
    }

    /** The pass that comes too early fills the cache with the answer that the instance lives. */
    @Test
    void anEventAheadOfEc2IsLookedIntoAgain() throws Exception {
        String ended = registered();
        String live = registered();
        start();

        queue.send(events.event(ended, "shutting-down", Instant.now()));
        assertThat(awaitReport(report -> true).outcomes()).isEmpty();
        aws.ec2(US).terminate(ended);

        awaitRemoval();
        assertThat(registrations()).containsOnlyKeys(live);
    }

    /** Such a time made a metric overflow, and the service had no further pass. */
    @Test
    void anEventWithAnImpossibleTimeEndsNoPasses() throws Exception {
        String first = registered();
        String second = registered();
        String live = registered();
        start();

        aws.ec2(US).terminate(first);
        queue.send(events.event(first, "terminated", Instant.parse("0001-01-01T00:00:00Z")));
        awaitRemoval();
        aws.ec2(US).terminate(second);
        queue.send(events.event(second, "terminated", Instant.now()));
        awaitRemoval();

        assertThat(registrations()).containsOnlyKeys(live);
    }

    @Test
    void anEventThatIsNotTrueRemovesNothing() throws Exception {
        String live = registered();
        start();

        queue.send(events.event(live, "terminated", Instant.now()));

        // At once, and 2, 5 and 10 seconds later.
        for (int pass = 0; pass < 4; pass++) {
            assertThat(awaitReport(report -> true).outcomes()).isEmpty();
        }
        assertThat(registrations()).containsOnlyKeys(live);
    }

    @Test
    void whatIsNoEventOfAnInstanceOfTheServiceIsDeletedAndCausesNothing() throws Exception {
        String ended = registered();
        String live = registered();
        start();
        long lists = aws.calls().count("ListInstances");

        queue.send("garbage");
        queue.send(FOREIGN);
        queue.send("{\"Message\": 7}");
        queue.send(events.event("i-0123456789abcdef0", "terminated", Instant.now()));
        queue.send(
                aws.account(InMemoryAws.DEFAULT_ACCOUNT).events("eu-west-1").event(live, "terminated", Instant.now()));
        queue.awaitEmpty(DEADLINE);

        assertThat(aws.calls().count("ListInstances")).isEqualTo(lists);
        log.await(line -> line.startsWith("A message of queue " + queue.url() + " was deleted unused: it is no JSON"));
        aws.ec2(US).terminate(ended);
        String event = events.event(ended, "terminated", Instant.now());
        queue.send(event);
        queue.send(event);
        awaitRemoval();
        queue.awaitEmpty(DEADLINE);
        assertThat(registrations()).containsOnlyKeys(live);
        assertThat(Scrape.page(port))
                .contains("result=\"unreadable\",} 2.0")
                .contains("result=\"foreign\",} 1.0")
                .contains("result=\"unknown-instance\",} 2.0");
    }

    @Test
    void aFloodCostsNoMoreThanOnePassInTwoSeconds() throws Exception {
        String live = registered();
        start();
        long start = System.nanoTime();
        long lists = aws.calls().count("ListInstances");
        String event = events.event(live, "running", Instant.now());
        for (int i = 0; i < 10_000; i++) {
            queue.send(event);
        }
        queue.awaitEmpty(Duration.ofMinutes(5));

        long most = 3 + 1 + (System.nanoTime() - start) / Duration.ofSeconds(2).toNanos();
        assertThat(aws.calls().count("ListInstances") - lists).isBetween(1L, most);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QueueDoesNotExist",
                "AccessDeniedException",
                "RequestThrottled",
                "ExpiredTokenException",
                "InternalError"
            })
    void aQueueThatCannotBeReadCostsNothingButTheEvents(String code) throws Exception {
        aws.on("ReceiveMessage").fail(new ApiError(code.equals("InternalError") ? 500 : 400, code, "no"));
        recoversAfter(code);
    }

    @Test
    void aQueueThatAnswersGarbageCostsNothingButTheEvents() throws Exception {
        front.spoil("ReceiveMessage", Fault.instead(200, "<html>"));
        aws.on("ReceiveMessage").fail(ApiError.throttling()); // so that nothing waits behind the front
        recoversAfter("cannot be read");
    }

    @Test
    void aQueueThatDropsItsConnectionsCostsNothingButTheEvents() throws Exception {
        aws.on("ReceiveMessage").fail(ApiError.droppedConnection());
        recoversAfter("cannot be read");
    }

    @Test
    void aRoleReadsTheQueueOfAnotherAccount() throws Exception {
        String ended = registered();
        String live = registered();
        MessageQueue others = aws.account("222233334444").queue(US, "changes");
        events.sendTo(others);
        events.sendTo(queue); // which nobody reads
        start("{ queue-url: " + others.url() + ", role-arn: 'arn:aws:iam::222233334444:role/unmap-events' }");

        aws.ec2(US).terminate(ended);

        awaitRemoval();
        assertThat(registrations()).containsOnlyKeys(live);
        others.awaitEmpty(DEADLINE);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(aws.calls().count("AssumeRole")).isEqualTo(1);
    }

    private void recoversAfter(String cause) throws Exception {
        String ended = registered();
        String live = registered();
        events.sendTo(queue);
        start();
        log.await(line -> line.startsWith("Queue " + queue.url() + " cannot be read, so only polling finds"));
        assertThat(log.last()).contains(cause).doesNotContain("\n");
        assertThat(Scrape.page(port))
                .contains("aws_cloud_unmap_events_total{queue=\"" + queue.url() + "\",result=\"failed\",} 1.0");

        aws.on("ReceiveMessage").clear();
        front.heal();
        aws.ec2(US).terminate(ended);

        awaitRemoval();
        assertThat(registrations()).containsOnlyKeys(live);
        log.await(line -> line.equals("Queue " + queue.url() + " can be read again"));
    }

    @Test
    void aQueueThatHangsHoldsNeitherPassesNorReadinessNorTheEnd() throws Exception {
        registered();
        try (Hang hang = aws.on("ReceiveMessage").hang()) {
            start();
            hang.awaitArrivals(1, DEADLINE);
            assertThat(Scrape.request(port, "GET", "/-/ready").statusCode()).isEqualTo(200);
            running.removeFirst().close();
            assertThat(aws.calls().log("ReceiveMessage")).isEmpty();
        }
    }

    private String registered() {
        String address = "10.0.0." + ++hosts;
        String id = aws.ec2(US).launch(address);
        aws.cloudMap(US).register("srv-web", id, Map.of("AWS_INSTANCE_IPV4", address));
        return id;
    }

    private Map<String, ?> registrations() {
        return aws.cloudMap(US).instances("srv-web");
    }

    /** Starts the program, and waits for its first pass. */
    private void start() throws Exception {
        start("{ queue-url: " + queue.url() + " }");
    }

    private void start(String eventQueue) throws Exception {
        port = FreePort.next();
        Daemon daemon = Daemon.withoutFile(
                ConfigLoader.parse("unmap.yaml", """
                        prometheus: { enabled: true, port: %d }
                        events: [%s]
                        services:
                          - service-id: srv-web
                            service-region: us-east-1
                            instances-regions: [us-east-1]
                            frequency: 1h
                        """.formatted(port, eventQueue)),
                AwsSettings.local(front.before(aws.endpoint())),
                reports::add);
        Thread run = new Thread(
                () -> {
                    try {
                        daemon.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (InvalidConfigException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "daemon-under-test");
        run.start();
        running.push(() -> {
            daemon.stop();
            run.join(DEADLINE.toMillis());
            assertThat(run.isAlive()).isFalse();
            daemon.close();
        });
        awaitReport(report -> true);
        // The list is known when the controller has taken the report, too.
        int status = 0;
        for (int i = 0; i < 1000 && status != 200; i++) {
            status = Scrape.request(port, "GET", "/-/ready").statusCode();
        }
        assertThat(status).isEqualTo(200);
    }

    private void awaitRemoval() throws InterruptedException {
        assertThat(awaitReport(report -> !report.outcomes().isEmpty()).outcomes())
                .extracting(ReconcileReport.Outcome::result)
                .containsExactly(ReconcileReport.RemovalResult.DEREGISTERED);
    }

    private ReconcileReport awaitReport(Predicate<ReconcileReport> fits) throws InterruptedException {
        while (true) {
            ReconcileReport report = reports.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertThat(report).as("a pass").isNotNull();
            if (fits.test(report)) {
                return report;
            }
        }
    }
}
