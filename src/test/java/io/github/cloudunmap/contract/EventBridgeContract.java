package io.github.cloudunmap.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.cloudunmap.events.Event;
import io.github.cloudunmap.events.EventReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What the program relies on in EventBridge, with the rule of the template in {@code examples/events}. */
interface EventBridgeContract {
    Path TEMPLATE = Path.of("examples/events/cloudformation.yaml");

    AwsUnderTest aws();

    @Test
    default void theRuleOfTheTemplateSendsTheEndOfAnInstanceToTheQueue() throws Exception {
        aws().needsNo(Gap.NO_EVENT_BRIDGE);
        SqsClient sqs = aws().sqs("us-east-1");
        String name = "events-" + UUID.randomUUID();
        String queue = sqs.createQueue(request -> request.queueName(name)).queueUrl();
        String arn = sqs.getQueueAttributes(
                        request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        ask("PutRule", Map.of("Name", name, "EventPattern", pattern()));
        ask("PutTargets", Map.of("Rule", name, "Targets", List.of(Map.of("Id", "queue", "Arn", arn))));

        ask(
                "PutEvents",
                Map.of(
                        "Entries",
                        List.of(
                                entry("aws.ec2", "i-0123456789abcdef0", "stopped"),
                                entry("some.other", "i-0123456789abcdef1", "terminated"),
                                entry("aws.ec2", "i-0123456789abcdef2", "terminated"))));

        List<Message> received = sqs.receiveMessage(request ->
                        request.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(20))
                .messages();
        assertThat(received)
                .singleElement()
                .extracting(message -> EventReader.read(message.body(), Instant.now()))
                .isInstanceOfSatisfying(Event.StateChange.class, change -> {
                    assertThat(change.ec2Id()).hasToString("i-0123456789abcdef2");
                    assertThat(change.region()).isEqualTo("us-east-1");
                    assertThat(change.isEnd()).isTrue();
                    assertThat(change.at()).isPresent();
                });
    }

    private static Map<String, String> entry(String source, String instance, String state) {
        return Map.of(
                "Source",
                source,
                "DetailType",
                "EC2 Instance State-change Notification",
                "Detail",
                "{\"instance-id\": \"" + instance + "\", \"state\": \"" + state + "\"}");
    }

    private static String pattern() throws Exception {
        return new YAMLMapper()
                .readTree(TEMPLATE.toFile())
                .at("/Resources/Rule/Properties/EventPattern")
                .toString();
    }

    /** The SDK's client of EventBridge is no dependency of the program. No stand-in checks the signature. */
    private void ask(String operation, Map<String, ?> fields) throws Exception {
        ObjectMapper json = new ObjectMapper();
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(aws().endpoint())
                                .header("X-Amz-Target", "AWSEvents." + operation)
                                .header("Content-Type", "application/x-amz-json-1.1")
                                .header(
                                        "Authorization",
                                        "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/events/aws4_request,"
                                                + " SignedHeaders=host, Signature=0")
                                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(fields)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(operation + ": " + answer.body()).isEqualTo(200);
        JsonNode failed = json.readTree(answer.body()).path("FailedEntryCount");
        assertThat(failed.asInt()).as(answer.body()).isZero();
    }
}
