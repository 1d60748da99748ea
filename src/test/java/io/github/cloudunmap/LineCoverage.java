package io.github.cloudunmap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Prints the sum of JaCoCo's report in one line: {@code java LineCoverage.java target/site/jacoco/jacoco.csv}. */
final class LineCoverage {
    private LineCoverage() {}

    public static void main(String[] args) throws IOException {
        Path csv = Path.of(args[0]);
        System.out.println("line coverage: " + (Files.exists(csv) ? of(Files.readAllLines(csv)) : "no test has run"));
    }

    /** Such as {@code 96.1 % (3,210 of 3,340 lines)}, of a table whose first row names its columns. */
    static String of(List<String> csv) {
        long missed = sum(csv, "LINE_MISSED");
        long covered = sum(csv, "LINE_COVERED");
        long lines = missed + covered;
        return String.format(Locale.ROOT, "%.1f %% (%,d of %,d lines)", 100.0 * covered / lines, covered, lines);
    }

    private static long sum(List<String> csv, String name) {
        int column = Arrays.asList(csv.get(0).split(",", -1)).indexOf(name);
        return csv.stream()
                .skip(1)
                .mapToLong(row -> Long.parseLong(row.split(",", -1)[column]))
                .sum();
    }
}
