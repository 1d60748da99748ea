package io.github.cloudunmap.cli.plan;

import io.github.cloudunmap.config.Choice;
import java.util.Locale;

/** How a plan is printed. */
public enum OutputFormat {
    TABLE,
    JSON;

    /**
     * The format of that name.
     *
     * @throws IllegalArgumentException for another word; the message names the formats
     */
    public static OutputFormat parse(String text) {
        return Choice.of(text, values(), format -> format.name().toLowerCase(Locale.ROOT));
    }
}
