package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.cloudunmap.faults.Fault;
import io.github.cloudunmap.faults.FaultyFront;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.InMemoryAws;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One process with little memory that goes through one fault after the other, and is never restarted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
final class FaultyAnswersTest {
    private static final String LIST = "ListInstances of service srv-web in us-east-1: ";
    private static final String DESCRIBE = "DescribeInstances in us-east-1: ";
    private static final String UNREADABLE = "the answer could not be read: ";
    private static final String EC2_BEGINS = "<DescribeInstancesResponse>";
    private static final String NO_ERROR_OF_AWS = "the answer is no error of AWS's; is something else in between? ";
    private static final String ASKED_TO_WAIT =
            "the answer asks to try again in 86400 s, which is longer than a call may take (HTTP503)";
    private static final String GARBAGE = "garbage! ".repeat(10_000_000 / 9);
    private static final URI ELSEWHERE = URI.create("https://elsewhere.invalid/");

    private final InMemoryAws aws = InMemoryAws.start();
    private final FaultyFront front = new FaultyFront();
    private final Fleet fleet = new Fleet(aws).withLive(3);
    private ProgramProcess program;

    @BeforeAll
    void start() throws IOException {
        program = ProgramProcess.start(front.before(aws.endpoint()), List.of("-Xmx64m"), Fleet.everySecond());
    }

    @AfterEach
    void heal() {
        front.heal();
        Stream.of("ListInstances", "DescribeInstances", "DeregisterInstance")
                .forEach(operation -> aws.on(operation).clear());
    }

    @AfterAll
    void close() {
        program.close();
        front.close();
        aws.close();
    }

    static Stream<Arguments> spoiltLists() {
        return Stream.of(
                arguments(
                        "cut in the middle",
                        Fault.cut(),
                        UNREADABLE + "Premature end of Content-Length delimited message body"),
                arguments("truncated", Fault.truncated(), UNREADABLE + "Unexpected end-of-input in field name"),
                arguments(
                        "no JSON",
                        Fault.instead(200, "{\"Instances\":nil}"),
                        UNREADABLE + "Unrecognized token 'nil'"
                                + ": was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"),
                arguments(
                        "10 MB",
                        Fault.instead(200, GARBAGE),
                        UNREADABLE + "Unrecognized token 'garbage'"
                                + ": was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"),
                arguments(
                        "20 MB of JSON",
                        Fault.instead(200, "{\"Instances\":[]" + " ".repeat(20_000_000) + "}"),
                        UNREADABLE + "it is longer than any of AWS's"),
                arguments(
                        "200 MB of JSON, packed",
                        Fault.packed(200, "{\"Instances\":[]", " ".repeat(1000), 200_000),
                        UNREADABLE + "it is longer than any of AWS's"),
                arguments(
                        "two million registrations, packed",
                        Fault.packed(200, "{\"Instances\":[", "{},", 2_000_000),
                        UNREADABLE + "it has more values than any of AWS's"),
                arguments("packed, it says", Fault.saidToBePacked(), UNREADABLE + "Not in GZIP format"),
                arguments(
                        "503 and 200 MB, packed",
                        Fault.packed(503, "garbage", " ".repeat(1000), 200_000),
                        NO_ERROR_OF_AWS + "(HTTP503, request id ID)"),
                arguments("500 and 10 MB", Fault.instead(500, GARBAGE), NO_ERROR_OF_AWS + "(HTTP500, request id ID)"),
                arguments(
                        "503", Fault.instead(503, "<h1>No backend</h1>"), NO_ERROR_OF_AWS + "(HTTP503, request id ID)"),
                arguments("503 and a day's wait", Fault.retryAfter(503, 86_400), ASKED_TO_WAIT),
                arguments("301", Fault.redirect(301, ELSEWHERE), redirect(301)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoiltLists")
    void losesNothingToASpoiltListOfCloudMap(String name, Fault fault, String message) throws Exception {
        losesNothing(() -> front.spoil("ListInstances", fault), LIST + message);
    }

    static Stream<Arguments> spoiltDescriptions() {
        return Stream.of(
                arguments(
                        "cut in the middle",
                        Fault.cut(),
                        UNREADABLE + "Premature end of Content-Length delimited message body"),
                arguments("truncated", Fault.truncated(), UNREADABLE + "ParseError somewhere in AWS's line 2"),
                arguments(
                        "no XML",
                        Fault.instead(200, EC2_BEGINS + "<b></a>"),
                        UNREADABLE + "ParseError at [row,col]:[1,33]"
                                + " Message: The element type \"b\" must be terminated by the matching end-tag \"</b>\"."),
                arguments(
                        "10 MB",
                        Fault.instead(200, GARBAGE),
                        UNREADABLE + "ParseError at [row,col]:[1,1]" + " Message: Content is not allowed in prolog."),
                arguments(
                        "10 MB of XML",
                        Fault.instead(200, EC2_BEGINS + "<a>".repeat(3_000_000)),
                        UNREADABLE + "it is nested too deep"),
                arguments(
                        "two million empty elements",
                        Fault.instead(
                                200,
                                EC2_BEGINS + "<reservationSet>" + "<item/>".repeat(2_000_000) + "</reservationSet>"),
                        UNREADABLE + "a reservation without instances"),
                arguments(
                        "two million instances",
                        Fault.packed(
                                200,
                                EC2_BEGINS + "<reservationSet><item><instancesSet>",
                                "<item><instanceId>i</instanceId></item>",
                                2_000_000),
                        UNREADABLE + "more instances than a page has"),
                arguments(
                        "200 MB of XML, packed",
                        Fault.packed(200, EC2_BEGINS, " ".repeat(1000), 200_000),
                        UNREADABLE + "it is longer than any of AWS's"),
                arguments("500 and 10 MB", Fault.instead(500, GARBAGE), NO_ERROR_OF_AWS + "(HTTP500, request id ID)"),
                arguments(
                        "503", Fault.instead(503, "<h1>No backend</h1>"), NO_ERROR_OF_AWS + "(HTTP503, request id ID)"),
                arguments("503 and a day's wait", Fault.retryAfter(503, 86_400), ASKED_TO_WAIT),
                arguments("307", Fault.redirect(307, ELSEWHERE), redirect(307)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoiltDescriptions")
    void losesNothingToASpoiltAnswerOfEc2(String name, Fault fault, String message) throws Exception {
        losesNothing(() -> front.spoil("DescribeInstances", fault), DESCRIBE + message);
    }

    private static String redirect(int status) {
        return "a redirect to " + ELSEWHERE + ", which is not followed (HTTP" + status + ", request id ID)";
    }

    @Test
    void losesNothingToCredentialsThatExpireAfterTheList() throws Exception {
        losesNothing(
                () -> aws.on("DescribeInstances").fail(new ApiError(400, "RequestExpired", "Request has expired.")),
                DESCRIBE + "Request has expired. (RequestExpired, request id ID)");
    }

    @Test
    void losesNothingToCredentialsThatExpireBeforeTheRemoval() throws Exception {
        aws.on("DeregisterInstance").fail(new ApiError(400, "ExpiredTokenException", "The token is expired"));
        fleet.withDead(1);
        Set<String> before = Set.copyOf(fleet.registered());

        assertThat(program.awaitMessage(message -> message.contains("could not be removed")))
                .endsWith(
                        " could not be removed from service srv-web: DeregisterInstance of service srv-web in us-east-1:"
                                + " The token is expired (ExpiredTokenException, request id from-the-front)");

        assertThat(fleet.registered()).isEqualTo(before);
        heal();
        assertRecovery();
    }

    @Test
    void sendsARemovalWhoseAnswerIsLostNoSecondTime() throws Exception {
        long sent = aws.calls().count("DeregisterInstance");
        front.spoilNext("DeregisterInstance", Fault.cut());
        fleet.withDead(1);

        program.awaitMessage(message -> message.contains(" could not be removed from service srv-web: "));
        program.awaitMessage(message -> message.startsWith("Checked service") && message.contains("1 failed"));
        program.awaitMessage(message -> message.startsWith("Checked service") && !message.contains("failed"));

        assertThat(fleet.registered()).isEqualTo(fleet.live());
        assertThat(aws.calls().count("DeregisterInstance")).isEqualTo(sent + 1);
    }

    @Test
    void getsThroughThoughHalfOfAllRequestsAreThrottled() throws Exception {
        throttleEverySecond("ListInstances", ApiError.throttling());
        throttleEverySecond("DescribeInstances", ApiError.requestLimitExceeded());
        throttleEverySecond("DeregisterInstance", ApiError.throttling());
        fleet.withDead(3).withLive(1);

        while (!fleet.registered().equals(fleet.live())) {
            assertThat(program.awaitMessage(line -> true)).doesNotStartWith("An error");
            assertThat(fleet.registered()).containsAll(fleet.live());
        }

        assertThat(aws.calls().errors("DescribeInstances", "RequestLimitExceeded"))
                .isPositive();
        assertThat(aws.calls().errors("DeregisterInstance", "ThrottlingException"))
                .isPositive();
    }

    private void throttleEverySecond(String operation, ApiError error) {
        AtomicInteger requests = new AtomicInteger();
        aws.on(operation).before(call -> {
            if (requests.getAndIncrement() % 2 == 0) {
                throw error;
            }
        });
    }

    @Test
    void losesNothingWhileEveryRequestIsThrottled() throws Exception {
        losesNothing(
                () -> aws.on("DescribeInstances").fail(ApiError.requestLimitExceeded()),
                DESCRIBE + "Request limit exceeded. (RequestLimitExceeded, request id ID)");
    }

    /** One instance dies and another one joins while the fault lasts; the dead one goes when it has passed. */
    private void losesNothing(Runnable fault, String message) throws IOException {
        fault.run();
        fleet.withDead(1).withLive(1);
        Set<String> before = Set.copyOf(fleet.registered());

        String error =
                program.awaitMessage(line -> !line.startsWith("Checked service") && !line.startsWith("Deregister"));

        assertThat(error.replaceAll("request id [^)]+", "request id ID")
                        .replaceAll(" \\(expected: .*", "")
                        .replaceAll("ParseError at \\[row,col]:\\[2,.*", "ParseError somewhere in AWS's line 2"))
                .isEqualTo("An error occurred while reconciling service srv-web: " + message);
        assertThat(fleet.registered()).isEqualTo(before);
        heal();
        assertRecovery();
    }

    private void assertRecovery() throws IOException {
        program.awaitMessage(line -> line.startsWith("Checked service") && line.endsWith(" deregistered"));
        assertThat(fleet.registered()).isEqualTo(fleet.live());
    }
}
