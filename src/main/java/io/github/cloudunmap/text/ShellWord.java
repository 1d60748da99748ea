package io.github.cloudunmap.text;

import java.util.regex.Pattern;

/** Writes texts into commands that people copy into a shell. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/:.@-]+");

    private ShellWord() {}

    /** Returns the text as one word of a shell: in quotes, unless it has only letters, digits and {@code _/:.@-}. */
    public static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\"'\"'") + "'";
    }
}
