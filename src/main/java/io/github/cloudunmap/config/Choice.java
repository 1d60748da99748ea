package io.github.cloudunmap.config;

import io.github.cloudunmap.text.OneLine;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Reads a value that is one of a few words. */
public final class Choice {
    private Choice() {}

    /**
     * Returns the value whose name is {@code text}. Upper and lower case do not matter.
     *
     * @throws IllegalArgumentException if no value has the name; the message lists the names, and suggests a similar
     *     one if there is one
     */
    public static <T> T of(String text, T[] values, Function<T, String> name) {
        for (T value : values) {
            if (name.apply(value).equalsIgnoreCase(text)) {
                return value;
            }
        }
        List<String> names = Arrays.stream(values).map(name).toList();
        throw new IllegalArgumentException("must be one of " + String.join(", ", names) + ", not " + OneLine.quote(text)
                + Suggestion.of(text, names));
    }

    /** Returns the constant as a file spells it: {@code EC2_ONLY} is {@code ec2-only}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
