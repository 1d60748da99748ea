package io.github.cloudunmap.state;

/** The bytes are no line of a journal, such as one that was cut off. */
final class UnreadableLineException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableLineException(String message) {
        super(message);
    }
}
