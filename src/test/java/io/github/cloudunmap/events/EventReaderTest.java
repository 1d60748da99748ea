package io.github.cloudunmap.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.reconcile.Ec2Id;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
    private static final String EVENT = """
            {"version":"0","id":"7bf73129-1428-4cd3-a780-95db273d1602",
             "detail-type":"EC2 Instance State-change Notification","source":"aws.ec2",
             "account":"123456789012","time":"2019-11-11T21:29:54Z","region":"us-east-1",
             "resources":["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
             "detail":{"instance-id":"i-abcd1111","state":"terminated"}}
            """;

    private static final StateChange READ = new StateChange(
            "us-east-1",
            Ec2Id.parse("i-abcd1111").orElseThrow(),
            "terminated",
            Optional.of(Instant.parse("2019-11-11T21:29:54Z")));

    private static Event read(String body) {
        return EventReader.read(body, Instant.parse("2019-11-11T21:30:00Z"));
    }

    @Test
    void readsTheEventOfEc2sDocumentation() {
        assertThat(read(EVENT)).isEqualTo(READ);
    }

    @Test
    void readsAnEventInsideANotificationOfSns() throws Exception {
        String notification = new ObjectMapper()
                .writeValueAsString(Map.of("Type", "Notification", "MessageId", "1", "Message", EVENT));
        assertThat(read(notification)).isEqualTo(READ);
    }

    @Test
    void takesAnyCaseAndFieldsThatItDoesNotKnow() {
        assertThat(read(EVENT.replace("\"terminated\"", "\"TERMINATED\", \"why\": {\"x\": [1]}")
                        .replace("i-abcd1111\"", "I-ABCD1111\"")))
                .isEqualTo(READ);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2019-10-27T21:29:59Z",
                "2019-11-12T21:30:01Z",
                "0001-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59Z"
            })
    void anEventWithoutAUsableTimeIsStillOne(String time) {
        assertThat(read(EVENT.replace("2019-11-11T21:29:54Z", time)))
                .isEqualTo(new StateChange(READ.region(), READ.ec2Id(), READ.state(), Optional.empty()));
    }

    @Test
    void anEventOfAnotherKindIsForeign() {
        assertThat(read(EVENT.replace("aws.ec2", "aws.s3")))
                .isEqualTo(new Event.Foreign(
                        "it is an event of another kind: EC2 Instance State-change Notification of aws.s3"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``|it is no JSON object
            hello|it is no JSON object
            []|it is no JSON object
            null|it is no JSON object
            {"detail":|it is no JSON object
            {}|it has no source or no detail-type, so it is no event of EventBridge
            {"Message":"hello"}|it is no JSON object
            {"instance-id":"i-abcd1111","state":"terminated"}|it has no source or no detail-type, so it is no event of EventBridge
            """)
    void aBodyThatIsNoEventSaysWhy(String body, String why) {
        assertThat(read(body)).isEqualTo(new Event.Unreadable(why));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "instance-id":"i-abcd1111"|"instance-id":"web"|its detail has no instance-id of an EC2 instance
            "instance-id":"i-abcd1111"|"instance-id":7|its detail has no instance-id of an EC2 instance
            "state":"terminated"|"status":"terminated"|its detail has no state
            "region":"us-east-1"|"region":" "|it has no region
            """)
    void anEventWithoutWhatItIsAboutSaysSo(String part, String instead, String why) {
        assertThat(read(EVENT.replace(part, instead))).isEqualTo(new Event.Unreadable(why));
    }

    @Test
    void aTextLongerThanAnyNameOfAwsIsNone() {
        String longest = "r".repeat(64);
        assertThat(read(EVENT.replace("us-east-1\",", longest + "\",")))
                .isEqualTo(new StateChange(longest, READ.ec2Id(), READ.state(), READ.at()));
        assertThat(read(EVENT.replace("us-east-1\",", longest + "r\",")))
                .isEqualTo(new Event.Unreadable("it has no region"));
    }

    @Test
    void aBodyThatIsNestedDeepIsNoEvent() {
        assertThat(read("{\"a\":" + "[".repeat(100_000))).isInstanceOf(Event.Unreadable.class);
    }
}
