package io.github.cloudunmap.cli;

import io.github.cloudunmap.text.OneLine;

/** The command line is wrong; the message says how, on one line whatever the arguments hold. */
final class UsageException extends Exception {
    UsageException(String message) {
        super(OneLine.escape(message));
    }
}
