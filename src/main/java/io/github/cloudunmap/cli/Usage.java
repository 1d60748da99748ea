package io.github.cloudunmap.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Option;

/**
 * The options and operands of a command, and the help of the command.
 *
 * @param synopsis the forms of the command, one line or more for each
 * @param description one paragraph about the purpose of the command
 * @param operands the operands with their descriptions; all are optional
 * @param groups the options
 */
record Usage(List<String> synopsis, String description, Map<String, String> operands, List<Group> groups) {
    private static final int WIDTH = 100;
    private static final int DESCRIPTION_COLUMN = 29;

    Usage {
        synopsis = List.copyOf(synopsis);
        operands = Map.copyOf(operands);
        groups = List.copyOf(groups);
    }

    /** The options below one heading of the help. */
    record Group(String heading, List<Option> options) {
        Group {
            options = List.copyOf(options);
        }
    }

    List<Option> options() {
        return groups.stream().flatMap(group -> group.options.stream()).toList();
    }

    /** Returns the synopsis, which is printed at the top of the help and before an error message. */
    String synopsis(String prefix) {
        return prefix + String.join("\n" + " ".repeat(prefix.length()), synopsis) + "\n";
    }

    String help() {
        StringBuilder help = new StringBuilder(synopsis("Usage: "))
                .append('\n')
                .append(wrapped(description, 0, 0))
                .append('\n');
        if (!operands.isEmpty()) {
            Map<String, String> rows = new LinkedHashMap<>();
            operands.forEach((name, text) -> rows.put("      " + name, text));
            help.append("\nArguments:\n").append(table(rows, DESCRIPTION_COLUMN));
        }
        for (Group group : groups) {
            Map<String, String> rows = new LinkedHashMap<>();
            group.options.forEach(option -> rows.put(label(option), option.getDescription()));
            help.append('\n').append(group.heading).append('\n').append(table(rows, DESCRIPTION_COLUMN));
        }
        return help.toString();
    }

    private static String label(Option option) {
        String shortName = option.getOpt() == null ? "      " : "  -" + option.getOpt() + ", ";
        String value = option.hasArg() ? "=" + option.getArgName() : "";
        return shortName + Flags.name(option) + value + (option.hasArgs() ? "..." : "");
    }

    /**
     * Lays out two columns of text.
     *
     * @param rows the rows, with the text of the first column as the key and the text of the second column as the
     *     value
     * @param column where the second column begins. If the first text leaves no blank before it, the second text
     *     begins on the next line
     */
    static String table(Map<String, String> rows, int column) {
        StringBuilder table = new StringBuilder();
        rows.forEach((label, text) -> table.append(label)
                .append(label.length() < column ? " ".repeat(column - label.length()) : "\n" + " ".repeat(column))
                .append(wrapped(text, column, column + 2))
                .append('\n'));
        return table.toString();
    }

    /**
     * Breaks the text into lines of the help's width.
     *
     * @param column where the first line begins
     * @param indent where the other lines begin
     */
    private static String wrapped(String text, int column, int indent) {
        StringBuilder lines = new StringBuilder();
        int end = column;
        for (String word : text.split(" ", -1)) {
            if (lines.isEmpty()) {
                end = column + word.length();
            } else if (end + 1 + word.length() < WIDTH) {
                lines.append(' ');
                end += 1 + word.length();
            } else {
                lines.append('\n').append(" ".repeat(indent));
                end = indent + word.length();
            }
            lines.append(word);
        }
        return lines.toString();
    }
}
