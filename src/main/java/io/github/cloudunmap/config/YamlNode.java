package io.github.cloudunmap.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One value of a file, where it stands and what is written there; nothing is interpreted yet. */
sealed interface YamlNode {
    int line();

    int column();

    /** From the root of the file, such as {@code services[1].frequency}. */
    String path();

    /** A kind of node in words, for messages. */
    static String kindOf(Class<? extends YamlNode> kind) {
        return kind == Sequence.class ? "a list" : kind == Mapping.class ? "a mapping" : "a single value";
    }

    /** A scalar under its raw text, so that {@code 0123} stays what it is. */
    record Scalar(int line, int column, String path, String text, boolean plain) implements YamlNode {
        private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

        boolean isNull() {
            return plain && NULLS.contains(text);
        }
    }

    record Sequence(int line, int column, String path, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    record Mapping(int line, int column, String path, Map<String, Entry> entries) implements YamlNode {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        String pathOf(String key) {
            return path.isEmpty() ? key : path + "." + key;
        }

        /** This mapping with the others' entries where it has none of its own; every entry keeps its position. */
        Mapping over(Map<String, Entry> defaults) {
            Map<String, Entry> both = new LinkedHashMap<>(defaults);
            both.putAll(entries);
            return new Mapping(line, column, path, both);
        }
    }

    /** What is reported already, such as an alias; it counts as given and says nothing more. */
    record Refused(int line, int column, String path) implements YamlNode {}

    /** A key and its value; the position is the key's. */
    record Entry(int line, int column, String path, YamlNode value) {}
}
