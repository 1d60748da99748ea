package io.github.cloudunmap.state;

/** Thrown for a file of the state directory whose format only a newer version of this program can read. */
final class NewerFormatException extends Exception {
    private static final long serialVersionUID = 1;

    NewerFormatException(int version, int newest) {
        super("a newer version of this program wrote it (format " + version + ", this one reads up to " + newest
                + "); use that version, or another state-directory");
    }
}
