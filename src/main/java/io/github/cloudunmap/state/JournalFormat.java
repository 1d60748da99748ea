package io.github.cloudunmap.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.state.JournalLine.Answer;
import io.github.cloudunmap.state.JournalLine.Outcome;
import io.github.cloudunmap.state.JournalLine.Removing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lines of the journal to and from JSON. Unknown keys are ignored, so that a later version may add some. */
final class JournalFormat {
    /** The newest format that this program reads, and the one that it writes. */
    static final int VERSION = 1;

    private static final String REMOVING = "removing";
    private static final String OUTCOME = "outcome";

    /** ASCII alone, so that odd characters survive as they were. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private JournalFormat() {}

    /** The line, with a line feed at its end. */
    static byte[] write(JournalLine line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            if (line instanceof Removing removing) {
                write(removing, json);
            } else if (line instanceof Outcome outcome) {
                write(outcome, json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    /** Whether the bytes of {@link #write} say exactly this: a key with half of a surrogate pair cannot be read. */
    static boolean isSaidBy(byte[] bytes, JournalLine line) {
        try {
            return read(bytes, bytes.length - 1).equals(line);
        } catch (UnreadableLineException | NewerFormatException e) {
            return false;
        }
    }

    private static void write(Removing line, JsonGenerator json) throws IOException {
        json.writeStringField("type", REMOVING);
        json.writeStringField("time", line.time().toString());
        json.writeStringField("pass_id", line.passId());
        json.writeStringField("service_id", line.service().id());
        json.writeStringField("service_region", line.service().region());
        texts("instances_regions", line.service().instancesRegions(), json);
        optional("role_arn", line.service().roleArn(), json);
        optional("external_id", line.service().externalId(), json);
        json.writeStringField("instance_id", line.registration().id());
        json.writeObjectFieldStart("attributes");
        for (Map.Entry<String, String> attribute :
                line.registration().attributes().entrySet()) {
            json.writeStringField(attribute.getKey(), attribute.getValue());
        }
        json.writeEndObject();
        optional("created_by_account", line.registration().createdByAccount(), json);
        texts("ec2_ids", line.ec2Ids(), json);
        json.writeStringField("verdict", "stale");
        json.writeStringField("reason", line.reason());
        evidence(line.evidence(), json);
    }

    private static void write(Outcome line, JsonGenerator json) throws IOException {
        json.writeStringField("type", OUTCOME);
        json.writeStringField("time", line.time().toString());
        json.writeStringField("pass_id", line.passId());
        json.writeStringField("service_id", line.serviceId());
        json.writeStringField("instance_id", line.instanceId());
        json.writeStringField("result", line.result());
        optional("operation_id", line.operationId(), json);
        optional("why", line.why(), json);
        optional("error_code", line.errorCode(), json);
        evidence(line.evidence(), json);
    }

    private static void optional(String key, @Nullable String text, JsonGenerator json) throws IOException {
        if (text != null) {
            json.writeStringField(key, text);
        }
    }

    private static void texts(String key, List<String> texts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(key);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void evidence(List<Answer> answers, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("evidence");
        for (Answer answer : answers) {
            json.writeStartObject();
            json.writeStringField("region", answer.region());
            json.writeStringField("request_id", answer.requestId());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /**
     * Reads one line, without its line feed.
     *
     * @throws UnreadableLineException if it is none
     * @throws NewerFormatException if a newer version of the program wrote it
     */
    static JournalLine read(byte[] bytes, int length) throws UnreadableLineException, NewerFormatException {
        Map<?, ?> fields;
        try (JsonParser json = JSON.createParser(bytes, 0, length)) {
            json.nextToken();
            if (!(value(json) instanceof Map<?, ?> object) || json.nextToken() != null) {
                throw new UnreadableLineException("no JSON object");
            }
            fields = object;
        } catch (IOException e) {
            throw new UnreadableLineException(String.valueOf(e.getMessage()));
        }
        if (!(fields.get("v") instanceof Integer version) || version < 1) {
            throw new UnreadableLineException("no format version");
        } else if (version > VERSION) {
            throw new NewerFormatException(version);
        }
        try {
            return switch (text(fields, "type")) {
                case REMOVING -> removing(fields);
                case OUTCOME -> outcome(fields);
                default -> throw new UnreadableLineException("an unknown type of line");
            };
        } catch (ClassCastException | DateTimeException e) {
            throw new UnreadableLineException(String.valueOf(e.getMessage()));
        }
    }

    private static Removing removing(Map<?, ?> fields) throws UnreadableLineException {
        Map<String, String> attributes = new LinkedHashMap<>();
        ((Map<?, ?>) required(fields, "attributes"))
                .forEach((key, value) -> attributes.put((String) key, (String) value));
        return new Removing(
                WrittenTime.parse(text(fields, "time")),
                text(fields, "pass_id"),
                new JournaledService(
                        text(fields, "service_id"),
                        text(fields, "service_region"),
                        texts(fields, "instances_regions"),
                        (String) fields.get("role_arn"),
                        (String) fields.get("external_id")),
                new RegisteredInstance(
                        text(fields, "instance_id"), attributes, (String) fields.get("created_by_account")),
                texts(fields, "ec2_ids"),
                text(fields, "reason"),
                evidence(fields));
    }

    private static Outcome outcome(Map<?, ?> fields) throws UnreadableLineException {
        return new Outcome(
                WrittenTime.parse(text(fields, "time")),
                text(fields, "pass_id"),
                text(fields, "service_id"),
                text(fields, "instance_id"),
                text(fields, "result"),
                (String) fields.get("operation_id"),
                (String) fields.get("why"),
                (String) fields.get("error_code"),
                evidence(fields));
    }

    private static List<Answer> evidence(Map<?, ?> fields) throws UnreadableLineException {
        List<Answer> answers = new ArrayList<>();
        for (Object answer : (List<?>) required(fields, "evidence")) {
            answers.add(new Answer(text((Map<?, ?>) answer, "region"), text((Map<?, ?>) answer, "request_id")));
        }
        return answers;
    }

    private static List<String> texts(Map<?, ?> fields, String key) throws UnreadableLineException {
        List<String> texts = new ArrayList<>();
        for (Object text : (List<?>) required(fields, key)) {
            texts.add((String) text);
        }
        return texts;
    }

    private static String text(Map<?, ?> fields, String key) throws UnreadableLineException {
        return (String) required(fields, key);
    }

    private static Object required(Map<?, ?> fields, String key) throws UnreadableLineException {
        Object value = fields.get(key);
        if (value == null) {
            throw new UnreadableLineException("no " + key);
        }
        return value;
    }

    /** The value that begins at the current token: a map, a list, a text, an integer, or null for anything else. */
    private static @Nullable Object value(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                json.nextToken();
                object.put(key, value(json));
            }
            return object;
        } else if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                Object element = value(json);
                if (element != null) {
                    list.add(element);
                }
            }
            return list;
        }
        return token == JsonToken.VALUE_STRING
                ? json.getText()
                : token == JsonToken.VALUE_NUMBER_INT ? (Object) json.getIntValue() : null;
    }
}
