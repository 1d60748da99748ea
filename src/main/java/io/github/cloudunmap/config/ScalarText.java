package io.github.cloudunmap.config;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.reconcile.DeregistrationLimit;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import io.github.cloudunmap.text.OneLine;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads and writes the values of one type, in the form of the configuration file.
 *
 * @param reader reads a value from the text that a YAML parser returns, and throws IllegalArgumentException with a
 *     message for the user
 * @param writer writes a value as YAML, in quotes if necessary
 */
public record ScalarText<T>(Class<T> type, Function<String, T> reader, Function<T, String> writer) {
    private static final Map<Class<?>, ScalarText<?>> BY_TYPE = Stream.of(
                    new ScalarText<>(String.class, Function.identity(), ScalarText::quoted),
                    new ScalarText<>(Integer.class, ScalarText::wholeNumber, String::valueOf),
                    new ScalarText<>(Boolean.class, ScalarText::trueOrFalse, String::valueOf),
                    new ScalarText<>(Duration.class, DurationText::parse, DurationText::format),
                    new ScalarText<>(QueueUrl.class, QueueUrl::parse, url -> quoted(url.text())),
                    new ScalarText<>(LogLevel.class, LogLevel::parse, LogLevel::name),
                    new ScalarText<>(LogFormat.class, LogFormat::parse, Choice::word),
                    new ScalarText<>(IdRule.class, ScalarText::idRule, Choice::word),
                    new ScalarText<>(AddressFamily.class, ScalarText::addressFamily, Choice::word),
                    new ScalarText<>(DeregistrationLimit.class, ScalarText::limit, DeregistrationLimit::toString))
            .collect(Collectors.toMap(ScalarText::type, Function.identity()));

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*(:+[A-Za-z0-9._/-]+)*");
    private static final Set<String> TRUE_ELSEWHERE = Set.of("true", "yes", "y", "on", "1");
    private static final Set<String> FALSE_ELSEWHERE = Set.of("false", "no", "n", "off", "0");

    /** Returns the reader and writer of this type; empty for a type whose values are lists or mappings in YAML. */
    public static Optional<ScalarText<?>> of(Class<?> type) {
        return Optional.ofNullable(
                BY_TYPE.get(MethodType.methodType(type).wrap().returnType()));
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if the text is not a value of this type; the message says what to write
     */
    public T read(String text) {
        return reader.apply(text);
    }

    /**
     * Returns the value as YAML, quoted if necessary. A YAML parser removes the quotes, and {@link #read} reads the
     * same value from the text that is left.
     */
    String write(Object value) {
        return writer.apply(type.cast(value));
    }

    private static String quoted(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !text.equalsIgnoreCase("null");
        return plain ? text : "'" + text.replace("'", "''") + "'";
    }

    private static int wholeNumber(String text) {
        if (!text.matches("-?[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "must be a whole number of at most 9 digits, not " + OneLine.quote(text));
        }
        return Integer.parseInt(text);
    }

    private static boolean trueOrFalse(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException("must be true or false, not " + OneLine.quote(text)
                        + likelyBoolean(text.toLowerCase(Locale.ROOT)));
        };
    }

    private static String likelyBoolean(String text) {
        if (TRUE_ELSEWHERE.contains(text)) {
            return "; did you mean true?";
        }
        return FALSE_ELSEWHERE.contains(text) ? "; did you mean false?" : Suggestion.of(text, Set.of("true", "false"));
    }

    private static DeregistrationLimit limit(String text) {
        if (!text.matches("[0-9]{1,9}%?")) {
            throw new IllegalArgumentException(
                    "must be a count such as 10 or a percentage such as 25%, not " + OneLine.quote(text));
        }
        return text.endsWith("%")
                ? new DeregistrationLimit.Percentage(Integer.parseInt(text.substring(0, text.length() - 1)))
                : new DeregistrationLimit.Count(Integer.parseInt(text));
    }

    private static IdRule idRule(String text) {
        return Choice.of(text, IdRule.values(), Choice::word);
    }

    private static AddressFamily addressFamily(String text) {
        return Choice.of(text, AddressFamily.values(), Choice::word);
    }
}
