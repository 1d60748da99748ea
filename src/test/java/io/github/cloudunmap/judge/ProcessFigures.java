package io.github.cloudunmap.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What Linux says of the processes of a soak, sampled while they run. Not thread-safe. */
final class ProcessFigures {
    /** An early sample is one of these seconds after the start, when the JVM has compiled what it needs. */
    private static final int EARLY_FROM = 60;

    private static final int WINDOW = 30;

    /**
     * A process at one moment.
     *
     * @param life which process it is, counted from 0
     * @param age in seconds
     */
    record Sample(int life, long age, long rssKb, long threads, long descriptors) {}

    /** How a figure may grow within one life: by a share of its early median, and by a number. */
    private record Figure(String name, ToLongFunction<Sample> value, long percent, long more) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure("RSS in KB", Sample::rssKb, 10, 0),
            new Figure("threads", Sample::threads, 0, 8),
            new Figure("descriptors", Sample::descriptors, 0, 8));

    private final List<Sample> samples = new ArrayList<>();

    /** Adds a sample, unless the process has just ended. */
    void sample(long pid, int life, long age) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            List<String> status = Files.readAllLines(process.resolve("status"));
            add(new Sample(life, age, number(status, "VmRSS:"), number(status, "Threads:"), descriptors.count()));
        } catch (NoSuchFileException | UncheckedIOException e) {
            // It has ended.
        }
    }

    void add(Sample sample) {
        samples.add(sample);
    }

    /** The lives that were long enough to be judged. */
    List<Integer> longLives() {
        return samples.stream()
                .filter(sample -> sample.age() >= EARLY_FROM + 3 * WINDOW)
                .map(Sample::life)
                .distinct()
                .toList();
    }

    /** What has grown from the early window of a life to its last, in each life that was long enough. */
    List<String> growth() {
        List<String> growth = new ArrayList<>();
        for (int life : longLives()) {
            List<Sample> early = window(life, EARLY_FROM);
            List<Sample> late = window(life, lastAge(life) - WINDOW);
            for (Figure figure : FIGURES) {
                long before = median(early, figure.value);
                long after = median(late, figure.value);
                if (after > before + before * figure.percent / 100 + figure.more) {
                    growth.add(figure.name + " of life " + life + " grew from " + before + " to " + after);
                }
            }
        }
        return growth;
    }

    /** The figures of each life that was long enough, early and late, as rows of a table. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (int life : longLives()) {
            List<Sample> early = window(life, EARLY_FROM);
            List<Sample> late = window(life, lastAge(life) - WINDOW);
            rows.add(String.format(
                    Locale.ROOT,
                    "| life %d, early / late: RSS MB, threads, descriptors | %d / %d, %d / %d, %d / %d |",
                    life,
                    median(early, Sample::rssKb) / 1000,
                    median(late, Sample::rssKb) / 1000,
                    median(early, Sample::threads),
                    median(late, Sample::threads),
                    median(early, Sample::descriptors),
                    median(late, Sample::descriptors)));
        }
        return rows;
    }

    /** The least, the median and the most of all samples whose process had started up. */
    String spread(ToLongFunction<Sample> value, long divisor) {
        List<Sample> grown =
                samples.stream().filter(sample -> sample.age() >= WINDOW).toList();
        if (grown.isEmpty()) {
            return "no sample";
        }
        return grown.stream().mapToLong(value).min().orElseThrow() / divisor + " / "
                + median(grown, value) / divisor + " / "
                + grown.stream().mapToLong(value).max().orElseThrow() / divisor;
    }

    private List<Sample> window(int life, long from) {
        return samples.stream()
                .filter(sample -> sample.life() == life && sample.age() >= from && sample.age() <= from + WINDOW)
                .toList();
    }

    private long lastAge(int life) {
        return samples.stream()
                .filter(sample -> sample.life() == life)
                .mapToLong(Sample::age)
                .max()
                .orElseThrow();
    }

    private static long median(List<Sample> of, ToLongFunction<Sample> value) {
        return of.stream()
                .mapToLong(value)
                .sorted()
                .skip(of.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static long number(List<String> status, String key) {
        return status.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
