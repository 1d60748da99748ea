package io.github.cloudunmap.text;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategy;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * Writes the JSON that commands print and that the exporter serves. A record becomes an object, the indentation is two
 * blanks, and the text ends with a line feed. All characters are ASCII, so that every terminal can show them.
 */
public final class JsonText {
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

    private JsonText() {}

    /** Returns a mapper in which this strategy turns the names of record components into JSON keys. */
    public static ObjectMapper mapper(PropertyNamingStrategy names) {
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter(Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER));
        printer.indentArraysWith(INDENTER);
        printer.indentObjectsWith(INDENTER);
        ObjectMapper mapper =
                JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        mapper.setPropertyNamingStrategy(names).setDefaultPrettyPrinter(printer);
        return mapper;
    }

    /**
     * Prints the elements of a list, and the end of the object that contains the list. Each element is printed when it
     * is added, so that the list need not fit into the heap.
     */
    public interface Listing extends AutoCloseable {
        void add(Object element);

        /** Ends the list and the object. */
        @Override
        void close();
    }

    /** Prints the beginning of an object whose only key is {@code key}, and of the list that is the key's value. */
    public static Listing listing(String key, ObjectMapper mapper, Writer out) {
        try {
            JsonGenerator json =
                    mapper.getFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(mapper.getSerializationConfig().constructDefaultPrettyPrinter());
            json.writeStartObject();
            json.writeArrayFieldStart(key);
            return new Listing() {
                @Override
                public void add(Object element) {
                    try {
                        mapper.writeValue(json, element);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }

                @Override
                public void close() {
                    try {
                        json.writeEndArray();
                        json.writeEndObject();
                        json.writeRaw('\n');
                        json.close();
                        out.flush();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the value as JSON that ends with a line feed. */
    public static String of(Object value, ObjectMapper mapper) {
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
