package io.github.cloudunmap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown file at the top of the repository. */
record Paper(String text) {
    static Paper of(String file) {
        try {
            return new Paper(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of every table that has this column, without the cells before it. */
    List<List<String>> rows(String column) {
        List<List<String>> rows = new ArrayList<>();
        int from = -1;
        for (String line : text.lines().toList()) {
            List<String> cells = Stream.of(line.replaceFirst("^\\|", "").split("\\|", -1))
                    .map(String::strip)
                    .toList();
            if (!line.startsWith("|")) {
                from = -1;
            } else if (from < 0) {
                from = cells.indexOf(column);
            } else if (!line.startsWith("|---")) {
                rows.add(cells.subList(from, cells.size()));
            }
        }
        return rows;
    }

    /** What stands in each fenced block of this language. */
    List<String> blocks(String language) {
        return Pattern.compile("(?s)```" + language + "\n(.*?)```")
                .matcher(text)
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
