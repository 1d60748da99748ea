package io.github.cloudunmap.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a configuration as the text of a file with every setting that has a value, including the defaults. */
public final class ConfigPrinter {
    private static final String INDENT = "  ";

    private ConfigPrinter() {}

    /**
     * Returns the configuration as YAML. From the YAML of a valid configuration, the loader reads an equal
     * configuration, unless the YAML exceeds a limit of the loader, such as the number of values.
     */
    public static String render(Config config) {
        return lines(config).stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static List<String> lines(Config config) {
        List<String> lines = new ArrayList<>(lines(config, Set.of("services", "selections")));
        lines.add("services:");
        entries(config).forEach(entry -> item(entry).forEach(lines::add));
        return lines;
    }

    /**
     * Returns the entries of {@code services}, in the order of the file. A selection takes the place that its index
     * names. The services take the remaining places, in their order.
     */
    private static List<List<String>> entries(Config config) {
        List<List<String>> entries = new ArrayList<>();
        config.services().forEach(service -> entries.add(lines(service, Set.of())));
        config.selections()
                .forEach(selection -> entries.add(Math.min(selection.index(), entries.size()), lines(selection)));
        return entries;
    }

    private static List<String> lines(SelectionConfig selection) {
        return Stream.concat(
                        nested("select", selection.select()),
                        lines(selection.settings(), Set.of("service-id")).stream())
                .toList();
    }

    private static List<String> lines(Record block, Set<String> without) {
        return Setting.of(block.getClass()).stream()
                .filter(setting -> !without.contains(setting.key()))
                .flatMap(setting -> setting.valueIn(block).stream().flatMap(value -> lines(setting, value)))
                .toList();
    }

    private static Stream<String> nested(String key, Record block) {
        return Stream.concat(
                Stream.of(key + ":"), lines(block, Set.of()).stream().map(line -> INDENT + line));
    }

    private static Stream<String> lines(Setting setting, Object value) {
        String key = setting.key();
        Optional<String> scalar = scalar(setting.type(), value);
        if (scalar.isPresent()) {
            return Stream.of(key + ": " + scalar.get());
        } else if (value instanceof Record block) {
            return nested(key, block);
        } else if (value instanceof Map<?, ?> texts) {
            return texts.isEmpty() ? Stream.empty() : Stream.of(key + ": " + flow(texts));
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
                : Stream.concat(
                        Stream.of(key + ":"), items.stream().flatMap(item -> item(lines((Record) item, Set.of()))));
    }

    private static Stream<String> item(List<String> block) {
        List<String> lines = new ArrayList<>(block);
        String first = lines.remove(0);
        return Stream.concat(Stream.of(INDENT + "- " + first), lines.stream().map(line -> INDENT + INDENT + line));
    }

    private static String flow(Map<?, ?> texts) {
        return texts.entrySet().stream()
                .map(text -> scalar(String.class, text.getKey()).orElseThrow() + ": "
                        + scalar(String.class, text.getValue()).orElseThrow())
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    /** Returns the value as a single YAML value; empty if its type needs a list or a mapping. */
    private static Optional<String> scalar(Class<?> type, Object value) {
        return ScalarText.of(type).map(text -> text.write(value));
    }
}
