package io.github.cloudunmap.cli.plan;

import io.github.cloudunmap.config.Choice;
import java.util.Locale;

/** The form in which a command prints its result. */
public enum OutputFormat {
    TABLE,
    JSON;

    /**
     * Returns the format of this name, in upper or lower case.
     *
     * @throws IllegalArgumentException for another word; the message names the formats
     */
    public static OutputFormat parse(String text) {
        return Choice.of(text, values(), format -> format.name().toLowerCase(Locale.ROOT));
    }
}
