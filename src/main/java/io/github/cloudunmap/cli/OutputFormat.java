package io.github.cloudunmap.cli;

import io.github.cloudunmap.config.Choice;
import java.util.Locale;

/** How a plan is printed. */
enum OutputFormat {
    TABLE,
    JSON;

    /** @throws IllegalArgumentException for another word; the message names the formats */
    static OutputFormat parse(String text) {
        return Choice.of(text, values(), format -> format.name().toLowerCase(Locale.ROOT));
    }
}
