package io.github.cloudunmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An output as a page shows it. One rule tells whether a program printed it: {@code …} stands for any text within its
 * line, and alone on a line for any number of lines. A time, the id of a pass, a UUID and a number with a unit stand
 * for any other of their kind. Several blanks stand for any number of blanks, and blank lines at the end do not count.
 */
record ShownOutput(String text) {
    private static final String ANYTHING = "…";
    private static final String ANY_LINES = "(?:.*\n)*?";

    /** What differs from one execution to the next, the most specific first. */
    private static final List<String> VOLATILE = List.of(
            "[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}",
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?",
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "\\b[0-9]+(?:\\.[0-9]+)? s\\b",
            "\\b[0-9]+(?:\\.[0-9]+)? ms\\b",
            "\\b[0-9]+(?:\\.[0-9]+)? MB\\b",
            " {2,}",
            ANYTHING);

    private static final Pattern ANY_VOLATILE =
            Pattern.compile(VOLATILE.stream().map(each -> "(" + each + ")").collect(Collectors.joining("|")));

    /** Returns how all that was printed differs from this; empty if it does not. */
    Optional<String> difference(String printed) {
        return difference("", "", printed);
    }

    /** Returns which of these lines is missing, where others may stand between them; empty if none is. */
    Optional<String> missing(String printed) {
        return difference(ANY_LINES, ANY_LINES, printed);
    }

    private Optional<String> difference(String between, String atEnd, String printed) {
        String output = printed.isBlank() ? "" : printed.stripTrailing() + "\n";
        List<String> lines = text.lines().toList();
        if (pattern(lines, between, atEnd).matcher(output).matches()) {
            return Optional.empty();
        }
        int fits = lines.size();
        while (!pattern(lines.subList(0, fits), between, "").matcher(output).lookingAt()) {
            fits--;
        }
        String shown = fits < lines.size() ? "this line: " + lines.get(fits) : "nothing more";
        return Optional.of("the page shows " + shown + "\nbut this was printed:\n" + output);
    }

    private static Pattern pattern(List<String> lines, String between, String atEnd) {
        StringBuilder pattern = new StringBuilder();
        lines.forEach(line -> pattern.append(between)
                .append(line.equals(ANYTHING) ? ANY_LINES : pattern(line.stripTrailing()) + " *\n"));
        return Pattern.compile(pattern.append(atEnd).toString());
    }

    private static String pattern(String line) {
        List<String> parts = new ArrayList<>();
        int end = 0;
        for (MatchResult each : ANY_VOLATILE.matcher(line).results().toList()) {
            parts.add(Pattern.quote(line.substring(end, each.start())));
            parts.add(each.group().equals(ANYTHING) ? ".*" : kind(each));
            end = each.end();
        }
        parts.add(Pattern.quote(line.substring(end)));
        return String.join("", parts);
    }

    private static String kind(MatchResult found) {
        int kind = 1;
        while (found.group(kind) == null) {
            kind++;
        }
        return VOLATILE.get(kind - 1);
    }
}
