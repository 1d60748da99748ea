package io.github.cloudunmap.config;

import io.github.cloudunmap.text.OneLine;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes durations in files, on the command line and in messages: {@code 90s}, {@code 1h30m}, {@code 300}.
 */
public final class DurationText {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final Pattern PARTS = Pattern.compile(
            "(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m(?!s))?" + "(?:([0-9]{1,9})s)?(?:([0-9]{1,9})ms)?");

    private DurationText() {}

    /**
     * Reads days, hours, minutes, seconds and milliseconds in this order, or a bare number of seconds.
     *
     * @throws IllegalArgumentException for any other text; the message shows how to write a duration
     */
    public static Duration parse(String text) {
        if (SECONDS.matcher(text).matches()) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Matcher parts = PARTS.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            throw new IllegalArgumentException(
                    "must be a duration such as 90s, 5m or 1h30m, or a number of seconds, not " + OneLine.quote(text));
        }
        return Duration.ofDays(number(parts.group(1)))
                .plusHours(number(parts.group(2)))
                .plusMinutes(number(parts.group(3)))
                .plusSeconds(number(parts.group(4)))
                .plusMillis(number(parts.group(5)));
    }

    /**
     * Returns a text such as {@code 1m30s}, from which {@link #parse} reads this duration, exact to the millisecond.
     * The duration must not be negative.
     */
    public static String format(Duration duration) {
        if (duration.toMillis() == 0) {
            return "0s";
        }
        return part(duration.toDays(), "d")
                + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s")
                + part(duration.toMillisPart(), "ms");
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }
}
