package io.github.cloudunmap.state;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.cloudunmap.state.Memory.Account;
import io.github.cloudunmap.state.Memory.Found;
import io.github.cloudunmap.state.Memory.Instance;
import io.github.cloudunmap.state.Memory.Operation;
import io.github.cloudunmap.state.Memory.Region;
import io.github.cloudunmap.state.Memory.Role;
import io.github.cloudunmap.state.Memory.Selection;
import io.github.cloudunmap.state.Memory.Service;
import io.github.cloudunmap.state.Memory.Stale;
import io.github.cloudunmap.state.Memory.Suspicion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts the memory to JSON and back. Unknown keys are ignored, so that a later version may add some. */
final class MemoryFormat {
    /** The newest format that this program reads, which is also the format that it writes. */
    static final int VERSION = 1;

    private interface Reading<T> {
        T read(Map<?, ?> fields) throws UnreadableLineException;
    }

    private interface Writing<T> {
        void write(T element) throws IOException;
    }

    private MemoryFormat() {}

    static byte[] write(Memory memory) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeStringField("saved_at", memory.savedAt().toString());
            array("accounts", memory.accounts(), json, account -> {
                write(account.role(), json);
                json.writeStringField("account", account.id());
                time("suspect_since", account.suspectSince(), json);
            });
            array("regions", memory.regions(), json, region -> write(region, json));
            array("services", memory.services(), json, service -> write(service, json));
            array("selections", memory.selections(), json, selection -> write(selection, json));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void write(Role role, JsonGenerator json) throws IOException {
        Json.optional("role_arn", role.roleArn(), json);
        Json.optional("external_id", role.externalId(), json);
    }

    private static void write(Region region, JsonGenerator json) throws IOException {
        write(region.role(), json);
        json.writeStringField("region", region.region());
        Suspicion suspicion = region.suspicion();
        if (suspicion != null) {
            json.writeObjectFieldStart("suspect");
            json.writeStringField("shows", suspicion.shows());
            time("since", suspicion.since(), json);
            Json.texts("missing", suspicion.missing(), json);
            json.writeEndObject();
        }
        array("alive", region.alive(), json, instance -> {
            json.writeStringField("id", instance.id());
            json.writeStringField("account", instance.account());
            time("seen_at", instance.seenAt(), json);
        });
    }

    private static void write(Selection selection, JsonGenerator json) throws IOException {
        json.writeStringField("namespace", selection.namespace());
        Json.texts("names", selection.names(), json);
        texts("tags", selection.tags(), json);
        json.writeStringField("service_region", selection.serviceRegion());
        write(selection.role(), json);
        array("found", selection.found(), json, found -> {
            json.writeStringField("service_id", found.serviceId());
            json.writeStringField("name", found.name());
        });
        json.writeBooleanField("postponed", selection.isPostponed());
    }

    private static void write(Service service, JsonGenerator json) throws IOException {
        json.writeStringField("service_id", service.id());
        json.writeStringField("service_region", service.serviceRegion());
        Json.texts("instances_regions", service.instancesRegions(), json);
        write(service.role(), json);
        array("stale", service.stale().stream().filter(MemoryFormat::isText).toList(), json, stale -> {
            json.writeStringField("instance_id", stale.instanceId());
            texts("attributes", stale.attributes(), json);
            time("since", stale.since(), json);
            json.writeNumberField("changes", stale.changes());
        });
        array("operations", service.operations(), json, operation -> {
            json.writeStringField("instance_id", operation.instanceId());
            json.writeStringField("operation_id", operation.operationId());
            time("accepted_at", operation.acceptedAt(), json);
        });
        time("left_at", service.leftAt(), json);
    }

    /**
     * Whether all texts of the registration are valid Unicode, without an unpaired surrogate. The key of an attribute
     * with an unpaired surrogate could not be read again, and would make the whole file unreadable.
     */
    private static boolean isText(Stale stale) {
        return StandardCharsets.UTF_8
                .newEncoder()
                .canEncode(stale.instanceId()
                        + stale.attributes().keySet()
                        + stale.attributes().values());
    }

    private static <T> void array(String key, List<T> elements, JsonGenerator json, Writing<T> writing)
            throws IOException {
        json.writeArrayFieldStart(key);
        for (T element : elements) {
            json.writeStartObject();
            writing.write(element);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void texts(String key, Map<String, String> texts, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(key);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }

    private static void time(String key, @Nullable Instant time, JsonGenerator json) throws IOException {
        Json.optional(key, time == null ? null : time.toString(), json);
    }

    /**
     * @throws UnreadableLineException if the bytes are not a memory file; the message says why
     * @throws NewerFormatException if a newer version of the program wrote it
     */
    static Memory read(byte[] bytes) throws UnreadableLineException, NewerFormatException {
        Map<?, ?> fields = Json.object(bytes, bytes.length);
        Json.requireVersion(fields, VERSION);
        try {
            return new Memory(
                    time(fields, "saved_at"),
                    list(fields, "accounts", MemoryFormat::account),
                    list(fields, "regions", MemoryFormat::region),
                    list(fields, "services", MemoryFormat::service),
                    // An early version had no selections, so its file has none.
                    fields.containsKey("selections") ? list(fields, "selections", MemoryFormat::selection) : List.of());
        } catch (ClassCastException e) {
            throw new UnreadableLineException("a value has the wrong type");
        } catch (DateTimeException e) {
            throw new UnreadableLineException(String.valueOf(e.getMessage()));
        }
    }

    private static Role role(Map<?, ?> fields) {
        return new Role((String) fields.get("role_arn"), (String) fields.get("external_id"));
    }

    private static Account account(Map<?, ?> fields) throws UnreadableLineException {
        return new Account(role(fields), Json.text(fields, "account"), optionalTime(fields, "suspect_since"));
    }

    private static Region region(Map<?, ?> fields) throws UnreadableLineException {
        Map<?, ?> suspect = (Map<?, ?>) fields.get("suspect");
        return new Region(
                role(fields),
                Json.text(fields, "region"),
                list(
                        fields,
                        "alive",
                        alive -> new Instance(
                                Json.text(alive, "id"), Json.text(alive, "account"), time(alive, "seen_at"))),
                suspect == null
                        ? null
                        : new Suspicion(
                                Json.text(suspect, "shows"), time(suspect, "since"), Json.texts(suspect, "missing")));
    }

    private static Service service(Map<?, ?> fields) throws UnreadableLineException {
        return new Service(
                Json.text(fields, "service_id"),
                Json.text(fields, "service_region"),
                Json.texts(fields, "instances_regions"),
                role(fields),
                list(fields, "stale", MemoryFormat::stale),
                list(
                        fields,
                        "operations",
                        operation -> new Operation(
                                Json.text(operation, "instance_id"),
                                Json.text(operation, "operation_id"),
                                time(operation, "accepted_at"))),
                optionalTime(fields, "left_at"));
    }

    private static Selection selection(Map<?, ?> fields) throws UnreadableLineException {
        return new Selection(
                Json.text(fields, "namespace"),
                Json.texts(fields, "names"),
                Json.textsByKey(fields, "tags"),
                Json.text(fields, "service_region"),
                role(fields),
                list(fields, "found", found -> new Found(Json.text(found, "service_id"), Json.text(found, "name"))),
                Boolean.TRUE.equals(fields.get("postponed")));
    }

    private static Stale stale(Map<?, ?> fields) throws UnreadableLineException {
        return new Stale(
                Json.text(fields, "instance_id"),
                Json.textsByKey(fields, "attributes"),
                time(fields, "since"),
                (Integer) Json.required(fields, "changes"));
    }

    private static <T> List<T> list(Map<?, ?> fields, String key, Reading<T> reading) throws UnreadableLineException {
        List<T> list = new ArrayList<>();
        for (Object element : (List<?>) Json.required(fields, key)) {
            list.add(reading.read((Map<?, ?>) element));
        }
        return list;
    }

    private static @Nullable Instant optionalTime(Map<?, ?> fields, String key) throws UnreadableLineException {
        return fields.get(key) == null ? null : time(fields, key);
    }

    private static Instant time(Map<?, ?> fields, String key) throws UnreadableLineException {
        return WrittenTime.parse(Json.text(fields, key));
    }
}
