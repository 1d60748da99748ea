package io.github.cloudunmap.state;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.reconcile.Label;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.state.JournalLine.Answer;
import io.github.cloudunmap.state.JournalLine.Outcome;
import io.github.cloudunmap.state.JournalLine.Removing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Converts lines of the journal to JSON and back. Unknown keys are ignored, so that a later version may add some. */
final class JournalFormat {
    /** The newest format that this program reads, which is also the format that it writes. */
    static final int VERSION = 1;

    private static final String REMOVING = "removing";
    private static final String OUTCOME = "outcome";
    private static final String ADDRESSES = "addresses";
    private static final String MAY_BE_GONE = "may_be_gone";

    private JournalFormat() {}

    /** Returns the line as JSON, with a line feed at its end. */
    static byte[] write(JournalLine line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
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

    /**
     * Whether reading {@code bytes}, which {@link #write} has made of the line, gives the same line again. It does not
     * if the key of an attribute is invalid Unicode, with an unpaired surrogate.
     */
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
        Json.texts("instances_regions", line.service().instancesRegions(), json);
        Json.optional("role_arn", line.service().roleArn(), json);
        Json.optional("external_id", line.service().externalId(), json);
        Json.texts(ADDRESSES, line.service().addresses().stream().map(Label::of).toList(), json);
        json.writeStringField("instance_id", line.registration().id());
        json.writeObjectFieldStart("attributes");
        for (Map.Entry<String, String> attribute :
                line.registration().attributes().entrySet()) {
            json.writeStringField(attribute.getKey(), attribute.getValue());
        }
        json.writeEndObject();
        Json.optional("created_by_account", line.registration().createdByAccount(), json);
        Json.texts("ec2_ids", line.ec2Ids(), json);
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
        Json.optional("operation_id", line.operationId(), json);
        Json.optional("why", line.why(), json);
        Json.optional("error_code", line.errorCode(), json);
        if (line.mayBeGone()) {
            json.writeBooleanField(MAY_BE_GONE, true);
        }
        evidence(line.evidence(), json);
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
     * @throws UnreadableLineException if the bytes are not a line of a journal
     * @throws NewerFormatException if a newer version of the program wrote the line
     */
    static JournalLine read(byte[] bytes, int length) throws UnreadableLineException, NewerFormatException {
        Map<?, ?> fields = Json.object(bytes, length);
        Json.requireVersion(fields, VERSION);
        try {
            return switch (Json.text(fields, "type")) {
                case REMOVING -> removing(fields);
                case OUTCOME -> outcome(fields);
                default -> throw new UnreadableLineException("an unknown type of line");
            };
        } catch (ClassCastException | DateTimeException e) {
            throw new UnreadableLineException(String.valueOf(e.getMessage()));
        }
    }

    private static Removing removing(Map<?, ?> fields) throws UnreadableLineException {
        return new Removing(
                WrittenTime.parse(Json.text(fields, "time")),
                Json.text(fields, "pass_id"),
                new JournaledService(
                        Json.text(fields, "service_id"),
                        Json.text(fields, "service_region"),
                        Json.texts(fields, "instances_regions"),
                        (String) fields.get("role_arn"),
                        (String) fields.get("external_id"),
                        addresses(fields)),
                new RegisteredInstance(Json.text(fields, "instance_id"), Json.textsByKey(fields, "attributes"), (String)
                        fields.get("created_by_account")),
                Json.texts(fields, "ec2_ids"),
                Json.text(fields, "reason"),
                evidence(fields));
    }

    /** A line without families of addresses is from a version that judged IPv4 addresses only. */
    private static List<AddressFamily> addresses(Map<?, ?> fields) throws UnreadableLineException {
        if (!fields.containsKey(ADDRESSES)) {
            return List.of(AddressFamily.IPV4);
        }
        List<AddressFamily> families = new ArrayList<>();
        for (String name : Json.texts(fields, ADDRESSES)) {
            families.add(Stream.of(AddressFamily.values())
                    .filter(family -> Label.of(family).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UnreadableLineException("unknown addresses: " + name)));
        }
        return families;
    }

    private static Outcome outcome(Map<?, ?> fields) throws UnreadableLineException {
        return new Outcome(
                WrittenTime.parse(Json.text(fields, "time")),
                Json.text(fields, "pass_id"),
                Json.text(fields, "service_id"),
                Json.text(fields, "instance_id"),
                Json.text(fields, "result"),
                (String) fields.get("operation_id"),
                (String) fields.get("why"),
                (String) fields.get("error_code"),
                Boolean.TRUE.equals(fields.get(MAY_BE_GONE)),
                evidence(fields));
    }

    private static List<Answer> evidence(Map<?, ?> fields) throws UnreadableLineException {
        List<Answer> answers = new ArrayList<>();
        for (Object answer : (List<?>) Json.required(fields, "evidence")) {
            answers.add(
                    new Answer(Json.text((Map<?, ?>) answer, "region"), Json.text((Map<?, ?>) answer, "request_id")));
        }
        return answers;
    }
}
