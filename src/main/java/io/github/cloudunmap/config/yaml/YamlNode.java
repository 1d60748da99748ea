package io.github.cloudunmap.config.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One value of a file with its position. The text of the value is not interpreted yet. */
sealed interface YamlNode {
    int line();

    int column();

    /** Returns the keys from the root of the file to this node, such as {@code services[1].frequency}. */
    String path();

    /** Returns the name of a kind of node, for messages. */
    static String kindOf(Class<? extends YamlNode> kind) {
        return kind == Sequence.class ? "a list" : kind == Mapping.class ? "a mapping" : "a single value";
    }

    /** A scalar with its original text, so that {@code 0123} stays a text until the type of the setting is known. */
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

        /**
         * Returns this mapping with those entries of {@code defaults} added whose keys this mapping lacks. Every entry
         * keeps its line, column and path in the file.
         */
        Mapping over(Map<String, Entry> defaults) {
            Map<String, Entry> both = new LinkedHashMap<>(defaults);
            both.putAll(entries);
            return new Mapping(line, column, path, both);
        }

        Mapping without(String key) {
            Map<String, Entry> others = new LinkedHashMap<>(entries);
            others.remove(key);
            return new Mapping(line, column, path, others);
        }
    }

    /**
     * Stands for a value that is an alias. The alias has been reported as a problem already. The key before the alias
     * counts as present, and its value causes no further problem.
     */
    record Refused(int line, int column, String path) implements YamlNode {}

    /** A key and its value, with the position of the key. */
    record Entry(int line, int column, String path, YamlNode value) {}
}
