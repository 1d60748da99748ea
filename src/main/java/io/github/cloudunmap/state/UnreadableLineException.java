package io.github.cloudunmap.state;

/** Thrown for bytes that are not a line of a journal, or not a memory, as when their end was cut off. */
final class UnreadableLineException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableLineException(String message) {
        super(message);
    }
}
