package io.github.cloudunmap.cli;

import io.github.cloudunmap.text.OneLine;
import java.util.List;
import org.apache.commons.cli.Option;

/** The command line is wrong. The message says why, and is one line even if the arguments contain line breaks. */
final class UsageException extends Exception {
    private final List<String> unrecognized;

    UsageException(String message) {
        this(message, List.of());
    }

    private UsageException(String message, List<String> unrecognized) {
        super(OneLine.escape(message));
        this.unrecognized = List.copyOf(unrecognized);
    }

    /** Returns the exception for an option that is wrong. The message has argparse's form. */
    static UsageException of(Option option, String message) {
        return new UsageException("argument --" + option.getLongOpt() + ": " + message);
    }

    /** Returns the exception for arguments that fit no option or operand. The message has argparse's form. */
    static UsageException ofUnrecognized(List<String> arguments) {
        return new UsageException("unrecognized arguments: " + String.join(" ", arguments), arguments);
    }

    /** Returns the arguments that fit no option or operand; empty for any other problem. */
    List<String> unrecognized() {
        return unrecognized;
    }
}
