package io.github.cloudunmap.cli;

import io.github.cloudunmap.text.OneLine;
import java.util.List;
import org.apache.commons.cli.Option;

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

    /** An option is wrong, in argparse's words. */
    static UsageException of(Option option, String message) {
        return new UsageException("argument --" + option.getLongOpt() + ": " + message);
    }

    /** No option or operand takes these arguments; in argparse's words. */
    static UsageException ofUnrecognized(List<String> arguments) {
        return new UsageException("unrecognized arguments: " + String.join(" ", arguments), arguments);
    }

    /** The arguments that no option or operand takes, if that is the mistake. */
    List<String> unrecognized() {
        return unrecognized;
    }
}
