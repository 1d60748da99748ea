package io.github.cloudunmap.state;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the journal in a state directory: the current file, and older files with numbers. The higher the
 * number, the older the file.
 */
record JournalFiles(Path directory) {
    private static final Pattern OLDER = Pattern.compile("removals\\.jsonl\\.([1-9][0-9]{0,5})");

    Path current() {
        return directory.resolve("removals.jsonl");
    }

    private Path older(int number) {
        return directory.resolve("removals.jsonl." + number);
    }

    /** Returns all files, the newest first. The list begins with the current file even if it does not exist yet. */
    List<Path> all() throws IOException {
        return Stream.concat(Stream.of(current()), byNumber().values().stream()).toList();
    }

    private SortedMap<Integer, Path> byNumber() throws IOException {
        SortedMap<Integer, Path> files = new TreeMap<>();
        try (Stream<Path> listed = Files.list(directory)) {
            for (Path file : listed.toList()) {
                Matcher name = OLDER.matcher(file.getFileName().toString());
                if (name.matches()) {
                    files.put(Integer.parseInt(name.group(1)), file);
                }
            }
        }
        return files;
    }

    /**
     * Gives the current file the number 1, and each older file the next higher number. The oldest file is renamed
     * first, so that no file is overwritten.
     */
    void rotate() throws IOException {
        List<Integer> numbers = List.copyOf(byNumber().keySet());
        for (int i = numbers.size() - 1; i >= 0; i--) {
            move(older(numbers.get(i)), older(numbers.get(i) + 1));
        }
        move(current(), older(1));
    }

    /** Whether the last line of the file is whole: the file ends with a line feed. The file must not be empty. */
    static boolean endsWithALineFeed(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(bytes.length() - 1);
            return bytes.read() == '\n';
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes each numbered file that was last written to before {@code time}. Never deletes the current file. */
    void deleteOlderThan(Instant time) throws IOException {
        for (Path file : byNumber().values()) {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
                Files.deleteIfExists(file);
            }
        }
    }
}
