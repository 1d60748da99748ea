package io.github.cloudunmap.config.yaml;

import io.github.cloudunmap.config.ConfigValidator;
import io.github.cloudunmap.config.ScalarText;
import io.github.cloudunmap.config.Setting;
import io.github.cloudunmap.config.Suggestion;
import io.github.cloudunmap.config.yaml.YamlNode.Entry;
import io.github.cloudunmap.config.yaml.YamlNode.Mapping;
import io.github.cloudunmap.config.yaml.YamlNode.Scalar;
import io.github.cloudunmap.config.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the settings of one YAML mapping. If a value cannot be read, a problem is reported, and the value is left out,
 * or a fallback takes its place. A key that has not been read is unknown: {@link #refuseOtherKeys} reports it.
 */
final class MappingReader {
    private static final int LONGEST_LIST = 100;

    private final Mapping mapping;
    private final String path;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * @param path the path of the mapping in the configuration, such as {@code services[1]}. A setting that comes from
     *     the defaults is {@code services[1].frequency} in the configuration, but {@code defaults.frequency} in the
     *     file
     */
    MappingReader(Mapping mapping, String path, Problems problems) {
        this.mapping = mapping;
        this.path = path.isEmpty() ? "" : path + ".";
        this.problems = problems;
    }

    /**
     * Reads all settings of a block. Each further key is reported as a problem.
     *
     * @param otherwise has the values that replace missing and unreadable values. For each setting whose text has to
     *     be parsed, the replacement has to be valid. If it were not, a text that cannot be parsed would cause two
     *     problems: one for the text and one for the replacement
     */
    <R extends Record> R block(Class<R> type, R otherwise) {
        R block = Setting.block(type, setting -> value(setting, otherwise));
        refuseOtherKeys();
        return block;
    }

    Optional<?> value(Setting setting, Record otherwise) {
        String key = setting.key();
        Optional<Object> fallback = setting.valueIn(otherwise);
        Optional<ScalarText<?>> text = ScalarText.of(setting.type());
        if (text.isPresent()) {
            return node(key)
                    .flatMap(node -> scalar(node, path + key, text.get()::read))
                    .<Object>map(Function.identity())
                    .or(() -> fallback);
        } else if (node(key).isEmpty()) {
            return fallback;
        } else if (setting.type() == Map.class) {
            return Optional.of(textsByKey(key));
        } else if (setting.type() == List.class) {
            return setting.blocks().isPresent()
                    ? setting.blocks().map(type -> blocks(key, type))
                    : setting.items()
                            .flatMap(ScalarText::of)
                            .flatMap(item -> scalars(key, item))
                            .<Object>map(Function.identity())
                            .or(() -> fallback);
        }
        return mapping(key)
                .<Object>map(mapping -> nested(mapping, path + key, (Record) fallback.orElseThrow()))
                .or(() -> fallback);
    }

    private <R extends Record> R nested(Mapping inner, String innerPath, R otherwise) {
        @SuppressWarnings("unchecked") // R is the class of the fallback, because records are final
        Class<R> type = (Class<R>) otherwise.getClass();
        return new MappingReader(inner, innerPath, problems).block(type, otherwise);
    }

    /**
     * Returns the blocks of a list, without those that cannot be read. A setting that is missing in a block is
     * reported as a problem, unless the setting is optional.
     */
    private <R extends Record> List<R> blocks(String key, Class<R> type) {
        List<YamlNode> items = sequence(key).map(list -> items(list, key)).orElse(List.of());
        List<R> blocks = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String at = path + key + "[" + i + "]";
            problems.expect(Mapping.class, items.get(i), at)
                    .flatMap(mapping -> new MappingReader(mapping, at, problems).ownBlock(type))
                    .ifPresent(block -> {
                        problems.addUnplaced(ConfigValidator.ofSingleSettings(block, at + "."));
                        blocks.add(block);
                    });
        }
        return blocks;
    }

    /**
     * Reads a block that has no defaults. Empty if a required setting is missing or cannot be read, which is reported
     * as a problem.
     */
    private <R extends Record> Optional<R> ownBlock(Class<R> type) {
        Map<String, Object> values = new HashMap<>();
        boolean whole = true;
        for (Setting setting : Setting.of(type)) {
            Optional<?> value = node(setting.key())
                    .flatMap(node -> scalar(
                            node,
                            path + setting.key(),
                            ScalarText.of(setting.type()).orElseThrow()::read));
            value.ifPresent(read -> values.put(setting.key(), read));
            if (!setting.isOptional()) {
                require(setting.key());
                whole &= value.isPresent();
            }
        }
        refuseOtherKeys();
        return whole
                ? Optional.of(Setting.block(type, setting -> Optional.ofNullable(values.get(setting.key()))))
                : Optional.empty();
    }

    private List<YamlNode> items(Sequence list, String key) {
        if (list.items().size() <= LONGEST_LIST) {
            return list.items();
        }
        problems.problem(list, "lists more than " + LONGEST_LIST + " values");
        problems.answerFor(path + key);
        return List.of();
    }

    /** Returns the elements of a list, without those that cannot be read; empty if there is no list. */
    private <T> Optional<List<T>> scalars(String key, ScalarText<T> text) {
        return sequence(key).map(list -> {
            List<T> values = new ArrayList<>();
            List<YamlNode> items = items(list, key);
            for (int i = 0; i < items.size(); i++) {
                scalar(items.get(i), path + key + "[" + i + "]", text::read)
                        .ifPresentOrElse(values::add, () -> problems.answerFor(path + key));
            }
            return values;
        });
    }

    /**
     * Returns a mapping whose keys the user chooses, such as tags. If it cannot be read, this is reported as a
     * problem, and the result is an empty map.
     */
    private Map<String, String> textsByKey(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        mapping(key).ifPresent(all -> {
            if (all.entries().isEmpty() || all.entries().size() > LONGEST_LIST) {
                problems.problem(all, "must have 1 to " + LONGEST_LIST + " entries; leave it out to have none");
                problems.answerFor(path + key);
                return;
            }
            all.entries()
                    .forEach((name, entry) -> scalar(entry.value(), path + key + "." + name, Function.identity())
                            .ifPresent(text -> texts.put(name, text)));
        });
        return texts;
    }

    Optional<Sequence> sequence(String key) {
        return node(key).flatMap(node -> problems.expect(Sequence.class, node, path + key));
    }

    Optional<Mapping> mapping(String key) {
        return node(key).flatMap(node -> problems.expect(Mapping.class, node, path + key));
    }

    void require(String key) {
        require(key, "is required");
    }

    /** @param otherwise the message of the problem that is reported if the key is missing */
    void require(String key, String otherwise) {
        if (!mapping.entries().containsKey(key)) {
            problems.problem(mapping.line(), mapping.column(), mapping.pathOf(key), otherwise);
            problems.answerFor(path + key);
        }
    }

    /** Allows this key to be missing here, because its value can come from another mapping or from Cloud Map. */
    void leaveToOthers(String key) {
        if (!mapping.entries().containsKey(key)) {
            problems.answerFor(path + key);
        }
    }

    void refuseOtherKeys() {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key) && !problems.areFull()) {
                problems.problem(
                        entry.line(), entry.column(), entry.path(), "is no known key" + Suggestion.of(key, known));
            }
        });
    }

    /** The keys that have been read. */
    Set<String> knownKeys() {
        return known;
    }

    private Optional<YamlNode> node(String key) {
        known.add(key);
        return Optional.ofNullable(mapping.entries().get(key)).map(Entry::value);
    }

    private <T> Optional<T> scalar(YamlNode node, String setting, Function<String, ? extends T> parse) {
        return problems.expect(Scalar.class, node, setting).flatMap(scalar -> {
            try {
                return Optional.of(parse.apply(scalar.text()));
            } catch (IllegalArgumentException e) {
                problems.problem(node, String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        });
    }
}
