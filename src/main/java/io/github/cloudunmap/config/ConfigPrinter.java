package io.github.cloudunmap.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a configuration as a file that contains every setting, including the defaults. */
public final class ConfigPrinter {
    private static final String INDENT = "  ";

    private ConfigPrinter() {}

    /** Returns YAML that the loader reads back to an equal configuration, if this one is valid. */
    public static String render(Config config) {
        return lines(config).stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static List<String> lines(Record block) {
        return Setting.of(block.getClass()).stream()
                .flatMap(setting -> setting.valueIn(block).stream().flatMap(value -> lines(setting, value)))
                .toList();
    }

    private static Stream<String> lines(Setting setting, Object value) {
        String key = setting.key();
        Optional<String> scalar = scalar(setting.type(), value);
        if (scalar.isPresent()) {
            return Stream.of(key + ": " + scalar.get());
        } else if (value instanceof Record block) {
            return Stream.concat(Stream.of(key + ":"), lines(block).stream().map(line -> INDENT + line));
        }
        List<?> items = (List<?>) value;
        if (items.isEmpty()) {
            return Stream.of(key + ": []");
        }
        List<String> scalars = items.stream()
                .flatMap(item -> scalar(item.getClass(), item).stream())
                .toList();
        return scalars.size() == items.size()
                ? Stream.of(key + ": [" + String.join(", ", scalars) + "]")
                : Stream.concat(Stream.of(key + ":"), items.stream().flatMap(item -> item((Record) item)));
    }

    private static Stream<String> item(Record block) {
        List<String> lines = new ArrayList<>(lines(block));
        String first = lines.remove(0);
        return Stream.concat(Stream.of(INDENT + "- " + first), lines.stream().map(line -> INDENT + INDENT + line));
    }

    /** Returns the value as text; empty if its type does not fit into a single YAML value. */
    private static Optional<String> scalar(Class<?> type, Object value) {
        return ScalarText.of(type).map(text -> text.write(value));
    }
}
