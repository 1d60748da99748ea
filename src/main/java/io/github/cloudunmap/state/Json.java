package io.github.cloudunmap.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the JSON objects of the state directory. The methods that return texts throw
 * {@link ClassCastException} if a value has another type than expected.
 */
final class Json {
    /** Writes every character outside ASCII as an escape, so that the character is read back unchanged. */
    static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Json() {}

    /**
     * Reads the first {@code length} bytes as one object.
     *
     * @throws UnreadableLineException if these bytes are not one JSON object
     */
    static Map<?, ?> object(byte[] bytes, int length) throws UnreadableLineException {
        try (JsonParser json = FACTORY.createParser(bytes, 0, length)) {
            json.nextToken();
            if (!(value(json) instanceof Map<?, ?> object) || json.nextToken() != null) {
                throw new UnreadableLineException("no JSON object");
            }
            return object;
        } catch (JsonProcessingException e) {
            // Leave out the end of Jackson's message: it says where the object began, and names a setting of Jackson.
            String what = String.valueOf(e.getOriginalMessage()).replaceFirst("(?s) \\(start marker at .*", "");
            throw new UnreadableLineException(what + where(e.getLocation()));
        } catch (IOException e) {
            throw new UnreadableLineException(String.valueOf(e.getMessage()));
        }
    }

    private static String where(@Nullable JsonLocation at) {
        return at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }

    /**
     * Checks the format version of an object.
     *
     * @param newest the newest format that this program reads
     * @throws UnreadableLineException if the object names no version
     * @throws NewerFormatException if the object has a newer format
     */
    static void requireVersion(Map<?, ?> object, int newest) throws UnreadableLineException, NewerFormatException {
        if (!(object.get("v") instanceof Integer version) || version < 1) {
            throw new UnreadableLineException("no format version");
        } else if (version > newest) {
            throw new NewerFormatException(version, newest);
        }
    }

    static void optional(String key, @Nullable String text, JsonGenerator json) throws IOException {
        if (text != null) {
            json.writeStringField(key, text);
        }
    }

    static void texts(String key, List<String> texts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(key);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    static List<String> texts(Map<?, ?> fields, String key) throws UnreadableLineException {
        List<String> texts = new ArrayList<>();
        for (Object text : (List<?>) required(fields, key)) {
            texts.add((String) text);
        }
        return texts;
    }

    /** Reads the JSON object at {@code key}, whose values are all texts. The returned map keeps the object's order. */
    static Map<String, String> textsByKey(Map<?, ?> fields, String key) throws UnreadableLineException {
        Map<?, ?> object = (Map<?, ?>) required(fields, key);
        Map<String, String> texts = new LinkedHashMap<>();
        for (Object name : object.keySet()) {
            texts.put((String) name, text(object, (String) name));
        }
        return texts;
    }

    static String text(Map<?, ?> fields, String key) throws UnreadableLineException {
        return (String) required(fields, key);
    }

    static Object required(Map<?, ?> fields, String key) throws UnreadableLineException {
        Object value = fields.get(key);
        if (value == null) {
            throw new UnreadableLineException("no " + key);
        }
        return value;
    }

    /**
     * Reads the value that begins at the current token: a map, a list, a text, an integer, a truth value, or null
     * for any other value.
     */
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
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        return token == JsonToken.VALUE_STRING
                ? json.getText()
                : token == JsonToken.VALUE_NUMBER_INT ? json.getNumberValue() : null;
    }
}
