package io.github.cloudunmap.state;

/** The bytes are no line of a journal, or no memory, as when their end was cut off. */
final class UnreadableLineException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableLineException(String message) {
        super(message);
    }
}
