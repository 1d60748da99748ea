package io.github.cloudunmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One word for one thing: code and papers keep to the glossary. */
final class GlossaryTest {
    private static final Path GLOSSARY = Path.of("docs/design/overview.md");

    /** Names of types that had a word of their own for something in the glossary. */
    private static final List<String> FORMER_NAMES = List.of(
            "AcceptedRemoval",
            "BelievableReader",
            "BoundedAnswers",
            "ConcealedCredentials",
            "Ec2Trust",
            "FailedLater",
            "Findings",
            "FollowUp",
            "Handover",
            "InstanceMemory",
            "InstancesOnArrival",
            "Knobs",
            "ObservedRequests",
            "PlanRun",
            "ReadChoice",
            "ServicePlan",
            "ServiceRun");

    @Test
    void noWordThatTheGlossaryReplacesComesBack() throws Exception {
        List<String> replaced = replacedWords();
        Pattern words = Pattern.compile(
                "\\b(" + String.join("|", replaced).replace("…", "\\w*") + ")\\b", Pattern.CASE_INSENSITIVE);

        assertThat(replaced).hasSizeGreaterThan(5).allMatch(word -> word.matches("[a-z]+…?"));
        assertThat(hits(words, GlossaryTest::inWords)).isEmpty();
    }

    @Test
    void noFormerNameComesBack() throws Exception {
        assertThat(hits(Pattern.compile("\\b(" + String.join("|", FORMER_NAMES) + ")s?\\b"), text -> text))
                .isEmpty();
    }

    private static List<String> replacedWords() {
        return Paper.of(GLOSSARY.toString()).rows("Not").stream()
                .map(row -> row.get(0))
                .filter(cell -> !cell.isEmpty())
                .flatMap(cell -> Stream.of(cell.split(", ")))
                .toList();
    }

    /** Every line with a hit, as file, line and word. */
    private static List<String> hits(Pattern pattern, Reading reading) throws IOException {
        List<String> hits = new ArrayList<>();
        List<Path> texts = texts();
        assertThat(texts).hasSizeGreaterThan(200);
        for (Path file : texts) {
            List<String> lines = text(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                Matcher matcher = pattern.matcher(reading.of(lines.get(i)));
                if (matcher.find()) {
                    hits.add(file + ":" + (i + 1) + ": " + matcher.group());
                }
            }
        }
        return hits;
    }

    @FunctionalInterface
    private interface Reading {
        String of(String line);
    }

    /** The line with the words of its identifiers apart. A dead-letter queue is AWS's own term. */
    private static String inWords(String line) {
        return line.replaceAll("(?<=[a-z0-9])(?=[A-Z])|_", " ")
                .toLowerCase(Locale.ROOT)
                .replaceAll("dead[- ]letter", "");
    }

    /** The text of the file; of the page with the glossary, without the rows that name the words. */
    private static String text(Path file) throws IOException {
        String text = Files.readString(file, UTF_8);
        return file.equals(GLOSSARY) ? text.replaceFirst("(?s)\\| Word \\|.*?\\n\\n", "") : text;
    }

    private static List<Path> texts() throws IOException {
        List<Path> texts = new ArrayList<>();
        try (Stream<Path> beside = Files.list(Path.of(""))) {
            beside.filter(file -> file.toString().endsWith(".md")).forEach(texts::add);
        }
        for (String folder : List.of("src/main", "docs", "config", "examples")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().endsWith(".png"))
                        .filter(file -> !file.startsWith("src/main/packages/licenses")) // the words of others
                        .forEach(texts::add);
            }
        }
        return texts;
    }
}
