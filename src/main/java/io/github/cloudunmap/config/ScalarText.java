package io.github.cloudunmap.config;

import io.github.cloudunmap.reconcile.DeregistrationLimit;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import io.github.cloudunmap.text.OneLine;
import java.util.Locale;
import java.util.Set;

/** Converts settings from and to text. Each reader throws IllegalArgumentException with a message for the user. */
final class ScalarText {
    private static final Set<String> TRUE_ELSEWHERE = Set.of("true", "yes", "y", "on", "1");
    private static final Set<String> FALSE_ELSEWHERE = Set.of("false", "no", "n", "off", "0");

    private ScalarText() {}

    static int wholeNumber(String text) {
        if (!text.matches("-?[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "must be a whole number of at most 9 digits, not " + OneLine.quote(text));
        }
        return Integer.parseInt(text);
    }

    static boolean trueOrFalse(String text) {
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

    static DeregistrationLimit limit(String text) {
        if (!text.matches("[0-9]{1,9}%?")) {
            throw new IllegalArgumentException(
                    "must be a count such as 10 or a percentage such as 25%, not " + OneLine.quote(text));
        }
        return text.endsWith("%")
                ? new DeregistrationLimit.Percentage(Integer.parseInt(text.substring(0, text.length() - 1)))
                : new DeregistrationLimit.Count(Integer.parseInt(text));
    }

    static IdRule idRule(String text) {
        return Choice.of(text, IdRule.values(), ScalarText::word);
    }

    /** A constant as a file spells it: {@code EC2_ONLY} is {@code ec2-only}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
