package io.github.cloudunmap.cli.plan;

import io.github.cloudunmap.config.Choice;
import java.util.Locale;

/** The form in which a command prints its result. */
public enum OutputFormat {
    TABLE,
    JSON;

    /**
     * Returns the format with this name. Upper and lower case make no difference.
     *
     * @throws IllegalArgumentException for another word; the message names the formats
     */
    public static OutputFormat parse(String text) {
        return Choice.of(text, values(), format -> format.name().toLowerCase(Locale.ROOT));
    }
}
