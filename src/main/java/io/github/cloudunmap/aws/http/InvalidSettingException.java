package io.github.cloudunmap.aws.http;

/**
 * A variable or a file of the user's environment has an unusable value. The message begins with the name of the
 * variable or file.
 */
public final class InvalidSettingException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param name the variable, or the file with its path */
    public InvalidSettingException(String name, String why) {
        super(name + ": " + why);
    }
}
