package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.events.EventQueue;
import io.github.cloudunmap.metrics.EventMetrics;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.VirtualTime;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads a queue whose answers a test has written down, on virtual time. */
final class QueuePollerTest {
    private static final String URL = "https://sqs.us-east-1.amazonaws.com/123456789012/changes";
    private static final String CANNOT = "Queue " + URL + " cannot be read, so only polling finds what has ended: ";
    private static final String UNDELETABLE = "Messages of queue " + URL
            + " cannot be deleted, so they come again, and it is read more slowly: undeletable!";
    private static final String AGAIN = "Queue " + URL + " can be read again";
    private static final String DELETED = "A message of queue " + URL + " was deleted unused: ";
    private static final String UNUSED = DELETED + "it is no JSON object";
    private static final String REMEDY = "; let the rule send EC2's state changes only";
    private static final String ENDED = """
            {"source": "aws.ec2", "detail-type": "EC2 Instance State-change Notification", "region": "us-east-1",
             "detail": {"instance-id": "i-0123456789abcdef0", "state": "terminated"}}
            """;

    private final VirtualTime time = new VirtualTime();
    private final Deque<Supplier<List<String>>> answers = new ArrayDeque<>();
    private final List<Long> asked = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private final List<StateChange> heard = new ArrayList<>();
    private final List<Error> fatal = new ArrayList<>();
    private final StatusFeed status =
            new StatusFeed(LoadedConfig.withoutFile(Config.DEFAULTS), BuildInfo.current(), time);
    private final LogLines log = new LogLines("daemon");
    private ToIntFunction<StateChange> listener = change -> {
        heard.add(change);
        return 1;
    };

    @BeforeEach
    void attach() {}

    @AfterEach
    void detach() {
        log.close();
    }

    @Test
    void pausesGrowUpToAMinuteWhileTheQueueCannotBeRead() {
        fails("AccessDenied", 10);

        run();

        assertThat(pauses()).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L, 60L);
    }

    @Test
    void aQueueThatCanBeReadAgainIsReadAtOnceAndFailsAnewWithAShortPause() {
        fails("AccessDenied", 5);
        answers.add(() -> List.of(ENDED));
        fails("AccessDenied", 1);

        run();

        assertThat(pauses()).containsExactly(1L, 2L, 4L, 8L, 16L, 0L, 1L);
    }

    @Test
    void anEmptyAnswerThatDidNotWaitIsNotAskedForAgainAtOnce() {
        answers.add(List::of);
        answers.add(() -> {
            time.advance(Duration.ofSeconds(20));
            return List.of();
        });

        run();

        assertThat(pauses()).containsExactly(1L, 20L);
    }

    @Test
    void aFailureIsToldOnceAndAgainWhenItsCauseChangesAndSoIsItsEnd() {
        fails("AccessDenied", 3);
        fails("RequestThrottled", 4);
        answers.add(() -> List.of(ENDED));
        answers.add(() -> List.of(ENDED));
        fails("AccessDenied", 1);

        run();

        assertThat(log.taken())
                .filteredOn(line -> line.startsWith("Queue"))
                .containsExactly(
                        CANNOT + "AccessDenied!", CANNOT + "RequestThrottled!", AGAIN, CANNOT + "AccessDenied!");
    }

    @Test
    void ofMessagesThatAreNoEventsOneAMinuteIsTold() {
        answers.add(() -> Collections.nCopies(10, "garbage"));
        answers.add(() -> Collections.nCopies(10, "garbage"));
        answers.add(() -> {
            time.advance(Duration.ofSeconds(59));
            return List.of("garbage");
        });
        answers.add(() -> {
            time.advance(Duration.ofSeconds(1));
            return List.of("garbage");
        });

        run();

        assertThat(log.taken()).containsExactly(UNUSED + REMEDY, UNUSED + " (and 20 before it)" + REMEDY);
        assertThat(deleted).hasSize(22);
    }

    @Test
    void theReasonWhyAMessageIsUnusedIsToldInFull() {
        String type = "t".repeat(64);
        answers.add(() -> List.of("{\"source\": \"" + "s".repeat(64) + "\", \"detail-type\": \"" + type + "\"}"));
        answers.add(() -> {
            time.advance(Duration.ofMinutes(1));
            return List.of("{}");
        });

        run();

        assertThat(log.taken())
                .containsExactly(
                        DELETED + "it is an event of another kind: " + type + " of " + "s".repeat(64) + REMEDY,
                        DELETED + "it has no source or no detail-type, so it is no event of EventBridge" + REMEDY);
    }

    @Test
    void aDefectAboutOneMessageKeepsNoOtherFromBeingTaken() {
        listener = change -> {
            heard.add(change);
            throw new IllegalStateException("a defect");
        };
        answers.add(() -> List.of(ENDED, "garbage", ENDED));

        run();

        assertThat(heard).hasSize(2);
        assertThat(deleted).hasSize(3);
        assertThat(log.taken())
                .containsExactly(DELETED + "it led to a defect of this program:"
                        + " java.lang.IllegalStateException: a defect; report it");
        assertThat(log.causes()).containsExactly("java.lang.IllegalStateException");
        assertThat(fatal).isEmpty();
    }

    @Test
    void messagesThatCannotBeDeletedAreAFailureOfDeletingAndStillAskForTheirPasses() throws Exception {
        answers.add(() -> List.of(ENDED, "undeletable"));

        run();

        assertThat(heard).hasSize(1);
        assertThat(log.taken())
                .filteredOn(line -> !line.startsWith(UNUSED) && !line.startsWith("EC2 says"))
                .containsExactly(UNDELETABLE);
        JsonNode error = new ObjectMapper()
                .readTree(status.at("/status.json").orElseThrow().body())
                .at("/queues/0/error");
        assertThat(error.path("message").asText()).isEqualTo("undeletable!");
        assertThat(error.path("can_be_read").asBoolean()).isTrue();
    }

    /** Between two deliveries of a message that cannot be deleted, the queue looks empty. */
    @Test
    void onlyADeletionShowsThatMessagesCanBeDeletedAgain() {
        answers.add(() -> List.of("undeletable"));
        answers.add(List::of);
        answers.add(() -> List.of("undeletable"));
        answers.add(() -> List.of(ENDED));

        run();

        assertThat(log.taken())
                .filteredOn(line -> !line.startsWith(UNUSED) && !line.startsWith("EC2 says"))
                .containsExactly(UNDELETABLE, "Messages of queue " + URL + " can be deleted again");
    }

    @Test
    void aQueueThatFailsWithOneCodeInBothWaysIsToldInBoth() {
        fails("ReceiptHandleIsInvalid", 1);
        answers.add(() -> List.of("undeletable"));
        fails("ReceiptHandleIsInvalid", 1);
        answers.add(List::of);

        run();

        assertThat(log.taken())
                .filteredOn(line -> !line.startsWith(UNUSED))
                .containsExactly(
                        CANNOT + "ReceiptHandleIsInvalid!", UNDELETABLE, CANNOT + "ReceiptHandleIsInvalid!", AGAIN);
    }

    /** The program would go on, and nobody would know that it no longer reads its queue. */
    @Test
    void anErrorOfTheJvmEndsTheProgram() {
        listener = change -> {
            throw new StackOverflowError("deep");
        };
        answers.add(() -> List.of(ENDED));

        assertThatThrownBy(this::run).isInstanceOf(StackOverflowError.class);

        assertThat(fatal).hasSize(1);
    }

    @Test
    void whatFailsAfterTheStopIsNotTold() {
        answers.clear();

        run();

        assertThat(log.taken()).isEmpty();
        assertThat(asked).hasSize(1);
    }

    private void fails(String code, int times) {
        for (int i = 0; i < times; i++) {
            answers.add(() -> {
                throw new ApiFailure(code, code + "!");
            });
        }
    }

    /** Until there is no answer left. */
    private void run() {
        QueuePoller[] poller = new QueuePoller[1];
        EventQueue queue = new EventQueue() {
            @Override
            public String url() {
                return URL;
            }

            @Override
            public List<Message> receive() {
                asked.add(time.nanos());
                Supplier<List<String>> next = answers.poll();
                if (next == null) {
                    poller[0].stop();
                    throw new ApiFailure("Interrupted", "stopped");
                }
                return next.get().stream().map(body -> new Message(body, body)).toList();
            }

            @Override
            public void delete(List<Message> messages) {
                if (messages.stream().anyMatch(message -> message.body().equals("undeletable"))) {
                    throw new ApiFailure("ReceiptHandleIsInvalid", "undeletable!");
                }
                messages.forEach(message -> deleted.add(message.body()));
            }

            @Override
            public void close() {}
        };
        poller[0] = new QueuePoller(
                queue,
                change -> listener.applyAsInt(change),
                new QueueMetrics(new EventMetrics(new CollectorRegistry()), status),
                time,
                fatal::add);
        poller[0].run();
    }

    /** In seconds, from one request to the next. */
    private List<Long> pauses() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < asked.size(); i++) {
            pauses.add(Duration.ofNanos(asked.get(i) - asked.get(i - 1)).toSeconds());
        }
        return pauses;
    }
}
