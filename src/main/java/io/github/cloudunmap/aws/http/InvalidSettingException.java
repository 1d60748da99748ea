package io.github.cloudunmap.aws.http;

/**
 * A variable of the user's environment, or a property of an AWS profile, has an unusable value. The message begins
 * with the name of the variable or property.
 */
public final class InvalidSettingException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param name the variable, or the property with its profile */
    public InvalidSettingException(String name, String why) {
        super(name + ": " + why);
    }
}
