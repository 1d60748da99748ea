package io.github.cloudunmap.config;

import io.github.cloudunmap.text.OneLine;

/**
 * One problem of a configuration file, or a warning of a setting that is valid but probably not meant.
 *
 * @param source the file's name as the user gave it
 * @param line the line, counted from 1; 0 for the file as a whole
 * @param column the column in code points, counted from 1; 0 for the file as a whole
 * @param path the key, such as {@code services[1].frequency}; empty if the problem is not about one key
 * @param message what is wrong
 */
public record Problem(String source, int line, int column, String path, String message) {
    public Problem {
        source = OneLine.escape(source);
        path = OneLine.escape(path);
        message = OneLine.escape(message);
    }

    /**
     * Returns {@code file:line:column: path: message}, without the parts that do not apply. The text is always one
     * printable line.
     */
    @Override
    public String toString() {
        String position = line == 0 ? "" : ":" + line + ":" + column;
        return source + position + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
