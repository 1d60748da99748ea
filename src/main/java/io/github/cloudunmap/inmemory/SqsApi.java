package io.github.cloudunmap.inmemory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations of SQS's JSON protocol. */
final class SqsApi {
    private static final Pattern URL = Pattern.compile("https?://[^/]+/([0-9]{12})/([A-Za-z0-9_.-]+)");
    private static final int MOST_MESSAGES = 10;
    private static final int LONGEST_WAIT = 20;
    private static final int INVISIBLE = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Function<String, Account> accounts;

    SqsApi(Function<String, Account> accounts) {
        this.accounts = accounts;
    }

    Answer answer(Call call, JsonNode fields) throws InterruptedException {
        ObjectNode answer = JSON.createObjectNode();
        if (call.operation().equals("CreateQueue")) {
            String name = fields.path("QueueName").asText();
            answer.put(
                    "QueueUrl",
                    accounts.apply(call.account()).queue(call.region(), name).url());
            return json(200, answer, null);
        }
        MessageQueue queue = queue(call, fields.path("QueueUrl").asText());
        switch (call.operation()) {
            case "SendMessage" -> {
                String body = fields.path("MessageBody").asText();
                answer.put("MessageId", queue.send(body)).put("MD5OfMessageBody", md5(body));
            }
            case "ReceiveMessage" -> receive(queue, fields, answer);
            case "DeleteMessage" -> queue.delete(fields.path("ReceiptHandle").asText());
            case "DeleteMessageBatch" ->
                fields.path("Entries").forEach(entry -> {
                    queue.delete(entry.path("ReceiptHandle").asText());
                    answer.withArray("Successful")
                            .addObject()
                            .put("Id", entry.path("Id").asText());
                });
            case "DeleteQueue" -> delete(call, fields.path("QueueUrl").asText());
            default -> throw ApiError.badRequest("InvalidAction", "No operation " + call.operation());
        }
        return json(200, answer, null);
    }

    /**
     * Returns the queue with this URL in the region of the request, even if the host in the URL names another region.
     */
    private MessageQueue queue(Call call, String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw ApiError.badRequest("InvalidAddress", "The address " + url + " is not valid for this endpoint.");
        }
        return accounts.apply(parts.group(1))
                .existingQueue(call.region(), parts.group(2))
                .orElseThrow(() -> ApiError.badRequest("QueueDoesNotExist", "The specified queue does not exist."));
    }

    private void delete(Call call, String url) {
        Matcher parts = URL.matcher(url);
        if (parts.matches()) {
            accounts.apply(parts.group(1)).deleteQueue(call.region(), parts.group(2));
        }
    }

    private static void receive(MessageQueue queue, JsonNode fields, ObjectNode answer) throws InterruptedException {
        int most = number(fields, "MaxNumberOfMessages", 1, 1, MOST_MESSAGES);
        int wait = number(fields, "WaitTimeSeconds", 0, 0, LONGEST_WAIT);
        int invisible = number(fields, "VisibilityTimeout", INVISIBLE, 0, 43_200);
        queue.receive(most, Duration.ofSeconds(wait), Duration.ofSeconds(invisible))
                .forEach(message -> {
                    ObjectNode target = answer.withArray("Messages").addObject();
                    target.put("MessageId", message.id());
                    target.put("ReceiptHandle", message.handle());
                    target.put("Body", message.body());
                    target.put("MD5OfBody", md5(message.body()));
                    target.putObject("Attributes").put("ApproximateReceiveCount", String.valueOf(message.receptions()));
                });
    }

    private static int number(JsonNode fields, String name, int otherwise, int least, int most) {
        int number = fields.path(name).asInt(otherwise);
        if (number < least || number > most) {
            throw ApiError.badRequest(
                    "InvalidParameterValue",
                    "Value " + number + " for parameter " + name + " is invalid. Reason: Must be between " + least
                            + " and " + most + ", if provided.");
        }
        return number;
    }

    /** Returns the MD5 checksum of a message. By default, the SDK refuses an answer without it. */
    private static String md5(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    static Answer error(ApiError error) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("__type", "com.amazonaws.sqs#" + error.code());
        answer.put("message", error.message());
        return json(error.status(), answer, error.code());
    }

    private static Answer json(int status, ObjectNode answer, @Nullable String errorCode) {
        byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
        return new Answer(status, "application/x-amz-json-1.0", body, errorCode);
    }
}
