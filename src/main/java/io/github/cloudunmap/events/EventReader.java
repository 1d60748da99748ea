package io.github.cloudunmap.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.events.Event.Foreign;
import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.events.Event.Unreadable;
import io.github.cloudunmap.reconcile.Ec2Id;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a message: an event of EventBridge, or a notification of SNS with such an event inside. Unknown
 * fields are ignored. The format is from <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html">EC2's
 * documentation</a>.
 */
public final class EventReader {
    private static final String SOURCE = "aws.ec2";
    private static final String TYPE = "EC2 Instance State-change Notification";
    private static final int LONGEST_NAME = 64;
    /** SQS keeps a message for at most 14 days. */
    private static final Duration OLDEST = Duration.ofDays(15);

    private static final Duration LATEST = Duration.ofDays(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventReader() {}

    /**
     * Reads the body of a message. If the event's time is more than 15 days in the past, or more than a day in the
     * future, the time must be wrong. The event is then read as if it gave no time.
     *
     * @param now the wall clock
     */
    public static Event read(String body, Instant now) {
        JsonNode event = object(body);
        if (event != null && !event.has("detail") && event.path("Message").isTextual()) {
            event = object(event.path("Message").textValue()); // SNS without raw message delivery
        }
        if (event == null) {
            return new Unreadable("it is no JSON object");
        }
        String source = text(event, "source");
        String type = text(event, "detail-type");
        if (source.isEmpty() || type.isEmpty()) {
            return new Unreadable("it has no source or no detail-type, so it is no event of EventBridge");
        }
        return source.equals(SOURCE) && type.equals(TYPE)
                ? stateChange(event, now)
                : new Foreign("it is an event of another kind: " + type + " of " + source);
    }

    private static Event stateChange(JsonNode event, Instant now) {
        JsonNode detail = event.path("detail");
        Optional<Ec2Id> id = Ec2Id.parse(text(detail, "instance-id"));
        String state = text(detail, "state").toLowerCase(Locale.ROOT);
        String region = text(event, "region");
        if (id.isEmpty()) {
            return new Unreadable("its detail has no instance-id of an EC2 instance");
        } else if (state.isEmpty()) {
            return new Unreadable("its detail has no state");
        } else if (region.isEmpty()) {
            return new Unreadable("it has no region");
        }
        return new StateChange(region, id.get(), state, time(text(event, "time"), now));
    }

    private static Optional<Instant> time(String text, Instant now) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant())
                    .filter(time -> time.isAfter(now.minus(OLDEST)) && time.isBefore(now.plus(LATEST)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the text of a field without surrounding blanks. Returns an empty text if the field is missing, or too
     * long to be one of AWS's names.
     */
    private static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        String text = value.isTextual() ? value.textValue().strip() : "";
        return text.length() > LONGEST_NAME ? "" : text;
    }

    private static @Nullable JsonNode object(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            return read != null && read.isObject() ? read : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
