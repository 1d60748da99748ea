package io.github.cloudunmap;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The text of a Markdown file. */
record Paper(String text) {
    static Paper of(String file) {
        try {
            return new Paper(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The README and every page under docs, by their paths in the repository. */
    static List<String> pages() {
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of("README.md"), files.map(Path::toString).filter(file -> file.endsWith(".md")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pages, what else lies beside the README, and what explains a folder. */
    static List<String> all() {
        try (Stream<Path> beside = Files.list(Path.of(""))) {
            return Stream.of(
                            pages().stream(),
                            beside.map(Path::toString).filter(file -> file.endsWith(".md")),
                            Stream.of("benchmarks/README.md", "examples/monitoring/README.md"))
                    .flatMap(pages -> pages)
                    .distinct()
                    .toList();
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

    /** The targets of its links and images, outside of code. */
    List<String> links() {
        return Pattern.compile("\\]\\(([^)\\s]+)\\)")
                .matcher(prose())
                .results()
                .map(link -> link.group(1))
                .toList();
    }

    /** The names by which a link can point to one of its headings, as GitHub makes them. */
    Set<String> anchors() {
        return Pattern.compile("(?m)^#+ (.+)$")
                .matcher(prose())
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .collect(toSet());
    }

    /** What is said in words: without fenced blocks. */
    String prose() {
        return text.replaceAll("(?ms)^```.*?^```$", "");
    }

    /** What stands in each fenced block of this language. */
    List<String> blocks(String language) {
        return fences().stream()
                .filter(block -> block.language().equals(language))
                .map(Fence::content)
                .toList();
    }

    /** Its fenced blocks, from the first line to the last. */
    List<Fence> fences() {
        return Pattern.compile("(?ms)^```(\\S*) *([^\n]*)\n(.*?)^```$")
                .matcher(text)
                .results()
                .map(block -> new Fence(
                        1 + (int) text.substring(0, block.start()).lines().count(),
                        block.group(1),
                        block.group(2).strip(),
                        block.group(3)))
                .toList();
    }

    /**
     * A fenced block.
     *
     * @param line where it begins, from 1
     * @param marking what follows the language; no reader of the rendered page sees it
     */
    record Fence(int line, String language, String marking, String content) {}
}
