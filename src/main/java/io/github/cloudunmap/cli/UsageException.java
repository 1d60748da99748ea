package io.github.cloudunmap.cli;

import io.github.cloudunmap.text.OneLine;
import java.util.List;

/** The command line is wrong; the message says how, on one line whatever the arguments hold. */
final class UsageException extends Exception {
    private final List<String> unrecognized;

    UsageException(String message) {
        this(message, List.of());
    }

    private UsageException(String message, List<String> unrecognized) {
        super(OneLine.escape(message));
        this.unrecognized = List.copyOf(unrecognized);
    }

    /** Arguments that nothing takes, in argparse's words. */
    static UsageException ofUnrecognized(List<String> arguments) {
        return new UsageException("unrecognized arguments: " + String.join(" ", arguments), arguments);
    }

    /** The arguments that nothing takes, if that is the mistake. */
    List<String> unrecognized() {
        return unrecognized;
    }
}
