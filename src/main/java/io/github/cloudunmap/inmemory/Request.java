package io.github.cloudunmap.inmemory;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to one of the APIs. A request to Cloud Map or SQS names its operation in a target header. A request to EC2
 * or STS is a form that names its action.
 */
sealed interface Request {
    /** Returns the decoded request (its operation, its sender and its parameters) for hooks and for {@link Calls}. */
    Call call(String requestId, Credential credential);

    static Request parse(Headers headers, byte[] body) {
        String target = headers.getFirst("X-Amz-Target");
        if (target != null) {
            if (target.startsWith("AmazonSQS.")) {
                return new Sqs(target.substring(target.indexOf('.') + 1), CloudMapApi.parse(body));
            }
            return new CloudMap(target.substring(target.indexOf('.') + 1), CloudMapApi.parse(body));
        }
        QueryParameters parameters = QueryParameters.parse(new String(body, StandardCharsets.UTF_8));
        String action = parameters
                .text("Action")
                .orElseThrow(() -> ApiError.badRequest("MissingAction", "The request must contain an Action"));
        return action.equals("AssumeRole") ? new Sts(action, parameters) : new Ec2(action, parameters);
    }

    private static Call withoutIds(String operation, String requestId, Credential credential) {
        return new Call(
                requestId,
                operation,
                credential.region(),
                credential.account(),
                credential.accessKeyId(),
                null,
                List.of(),
                0,
                null,
                null);
    }

    /** A request of EC2's query protocol. */
    record Ec2(String action, QueryParameters parameters) implements Request {
        @Override
        public Call call(String requestId, Credential credential) {
            List<String> ids = new ArrayList<>(parameters.list("InstanceId"));
            ids.addAll(parameters.filters().getOrDefault("instance-id", List.of()));
            return new Call(
                    requestId,
                    action,
                    credential.region(),
                    credential.account(),
                    credential.accessKeyId(),
                    null,
                    ids,
                    parameters.filters().values().stream().mapToInt(List::size).sum(),
                    parameters.number("MaxResults").orElse(null),
                    parameters.text("NextToken").orElse(null));
        }
    }

    /** A request of STS's query protocol. */
    record Sts(String action, QueryParameters parameters) implements Request {
        @Override
        public Call call(String requestId, Credential credential) {
            return Request.withoutIds(action, requestId, credential);
        }
    }

    /** A request of SQS's JSON protocol. */
    record Sqs(String operation, JsonNode fields) implements Request {
        @Override
        public Call call(String requestId, Credential credential) {
            return Request.withoutIds(operation, requestId, credential);
        }
    }

    /** A request of Cloud Map's JSON protocol. */
    record CloudMap(String operation, JsonNode fields) implements Request {
        @Override
        public Call call(String requestId, Credential credential) {
            String instance = text("InstanceId");
            return new Call(
                    requestId,
                    operation,
                    credential.region(),
                    credential.account(),
                    credential.accessKeyId(),
                    text("ServiceId"),
                    instance == null ? List.of() : List.of(instance),
                    0,
                    fields.hasNonNull("MaxResults") ? fields.get("MaxResults").asInt() : null,
                    text("NextToken"));
        }

        private @Nullable String text(String name) {
            return fields.hasNonNull(name) ? fields.get(name).asText() : null;
        }
    }
}
