package io.github.cloudunmap.cli;

import io.github.cloudunmap.text.OneLine;
import java.util.List;
import org.apache.commons.cli.Option;

/** The command line is wrong. The message gives the reason, on one line even if the arguments contain line breaks. */
final class UsageException extends Exception {
    private final List<String> unrecognized;

    UsageException(String message) {
        this(message, List.of());
    }

    private UsageException(String message, List<String> unrecognized) {
        super(OneLine.escape(message));
        this.unrecognized = List.copyOf(unrecognized);
    }

    /** Returns the exception for a wrong option. The message has argparse's form. */
    static UsageException of(Option option, String message) {
        return new UsageException("argument --" + option.getLongOpt() + ": " + message);
    }

    /** Returns the exception for unknown options and surplus operands. The message has argparse's form. */
    static UsageException ofUnrecognized(List<String> arguments) {
        return new UsageException("unrecognized arguments: " + String.join(" ", arguments), arguments);
    }

    /** Returns the unknown options and the surplus operands; empty if the problem is another one. */
    List<String> unrecognized() {
        return unrecognized;
    }
}
