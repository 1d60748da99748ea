package io.github.cloudunmap.state;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.state.JournalLine.Outcome;
import io.github.cloudunmap.state.JournalLine.Removing;
import io.github.cloudunmap.text.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads the journal, even while a process writes to it. The journal may be larger than the heap. So a removal is kept
 * in the heap only until it is handed over. {@link #read} hands over the removals in the order in which they began:
 * each as soon as its own outcome and the outcomes of all earlier removals have been read. A removal without an
 * outcome is handed over at the end of the journal, or when too many removals wait behind it.
 */
public final class JournalReader {
    /**
     * The most removals that are kept in the heap at once. The outcome of a removal soon follows its beginning. So if
     * the oldest of so many removals has no outcome, none will follow: its process was stopped, for example. The
     * oldest is then handed over without an outcome.
     */
    private static final int MOST_OPEN = 5000;

    private final Path directory;
    private final OpenJournal.Listing listing;

    public JournalReader(Path directory) {
        this(directory, new JournalFiles(directory)::all);
    }

    /** @param listing lists the files of the journal in the directory */
    JournalReader(Path directory, OpenJournal.Listing listing) {
        this.directory = directory;
        this.listing = listing;
    }

    /**
     * Hands over every removal that began at {@code since} or later, in the order of the journal.
     *
     * @return the number of lines that could not be read and were left out
     * @throws ApiFailure if the journal cannot be read, or has a newer format
     */
    public int read(Instant since, Consumer<JournaledRemoval> take) {
        return reading(since, files -> {
            Map<String, JournaledRemoval> open = new LinkedHashMap<>();
            int unreadable = lines(files, line -> {
                if (line instanceof Outcome outcome) {
                    open.computeIfPresent(
                            line.key(), (key, removal) -> new JournaledRemoval(removal.removing(), outcome));
                } else if (line instanceof Removing removing && !removing.time().isBefore(since)) {
                    open.put(line.key(), new JournaledRemoval(removing, null));
                }
                handOver(open, take);
            });
            open.values().forEach(take);
            return unreadable;
        });
    }

    /**
     * Whether the state directory holds a journal, even an empty one. A process creates the journal as soon as it may
     * remove registrations. During a rotation, too, at least one file of the journal exists at every moment. So if
     * there is no journal, no process that may remove registrations has used the directory.
     *
     * @throws ApiFailure if the state directory cannot be read
     */
    public boolean hasJournal() {
        JournalFiles files = new JournalFiles(directory);
        try {
            // Look for the current file first, and then for the others. If a rotation renames the current file
            // meanwhile, it is found by its new name. In the opposite order, both searches could miss it.
            return StateDirectory.keyOrNull(files.current()) != null
                    || files.all().size() > 1;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Returns the latest removals, the newest first. The journal is read from its end, so the time that this takes
     * does not depend on the journal's size.
     *
     * @param most the most removals to return
     * @param mostLines the most lines to read
     * @param since a file that was last written to before this time is not read
     * @throws ApiFailure in the cases of {@link #read}
     */
    public List<JournaledRemoval> latest(int most, int mostLines, Instant since, Predicate<JournaledRemoval> isWanted) {
        return reading(since, files -> {
            List<JournaledRemoval> latest = new ArrayList<>();
            Map<String, Outcome> outcomes = new HashMap<>();
            AtomicInteger left = new AtomicInteger(mostLines);
            LinesBackwards.Taker taker = bytes -> {
                begun(bytes, outcomes).filter(isWanted).ifPresent(latest::add);
                return latest.size() < most && left.decrementAndGet() > 0;
            };
            boolean goesOn = true;
            for (int i = files.size() - 1; i >= 0 && goesOn; i--) {
                goesOn = LinesBackwards.read(files.get(i), taker);
            }
            return latest;
        });
    }

    /**
     * Returns the removal whose beginning this line records; empty for any other line. An outcome is added to
     * {@code outcomes}. The journal is read backwards, so the outcome of a removal is read before its beginning.
     */
    private static Optional<JournaledRemoval> begun(byte[] bytes, Map<String, Outcome> outcomes)
            throws NewerFormatException {
        try {
            JournalLine line = JournalFormat.read(bytes, bytes.length);
            if (line instanceof Removing removing) {
                return Optional.of(new JournaledRemoval(removing, outcomes.remove(line.key())));
            }
            outcomes.put(line.key(), (Outcome) line);
        } catch (UnreadableLineException e) {
            // The line is torn, or it is the empty line after the last line feed.
        }
        return Optional.empty();
    }

    /** Reads the files of the journal, which are open already and come in the order of their age, the oldest first. */
    private interface Reading<T> {
        T of(List<FileChannel> files) throws IOException, NewerFormatException;
    }

    private <T> T reading(Instant since, Reading<T> reading) {
        try (OpenJournal journal = OpenJournal.of(listing, since)) {
            return reading.of(journal.files());
        } catch (IOException e) {
            throw unreadable(e);
        } catch (NewerFormatException e) {
            throw StateDirectory.failure("the journal in " + directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private ApiFailure unreadable(IOException e) {
        return StateDirectory.failure(
                "the journal in " + directory + " cannot be read: " + FileReason.of(e) + remedy(e), e);
    }

    static String remedy(IOException e) {
        return e instanceof AccessDeniedException ? "; read it as root, or as the user of the controller" : "";
    }

    /**
     * Hands over the oldest removals to {@code take}, and stops at the first removal whose outcome has not been read
     * yet, but may still follow in the journal.
     */
    private static void handOver(Map<String, JournaledRemoval> open, Consumer<JournaledRemoval> take) {
        Iterator<JournaledRemoval> oldest = open.values().iterator();
        while (oldest.hasNext()) {
            JournaledRemoval head = oldest.next();
            if (head.outcomeOrNull() == null && open.size() <= MOST_OPEN) {
                return;
            }
            oldest.remove();
            take.accept(head);
        }
    }

    private static int lines(List<FileChannel> files, Consumer<JournalLine> take)
            throws IOException, NewerFormatException {
        int unreadable = 0;
        for (FileChannel file : files) {
            unreadable += lines(Channels.newInputStream(file), take);
        }
        return unreadable;
    }

    /** Reads the two newest files of the journal, the older one first. Lines that cannot be read are left out. */
    static void recent(JournalFiles files, Consumer<JournalLine> take) throws IOException, NewerFormatException {
        List<Path> newest =
                files.all().stream().filter(Files::isRegularFile).limit(2).toList();
        for (int i = newest.size() - 1; i >= 0; i--) {
            try (InputStream in = Files.newInputStream(newest.get(i))) {
                lines(in, take);
            }
        }
    }

    /** @return the number of lines that could not be read */
    static int lines(InputStream in, Consumer<JournalLine> take) throws IOException, NewerFormatException {
        int unreadable = 0;
        Lines lines = new Lines(in);
        while (lines.next()) {
            try {
                if (lines.length() > Lines.LONGEST) {
                    unreadable++;
                } else if (lines.length() > 0) {
                    take.accept(JournalFormat.read(lines.bytes(), lines.length()));
                }
            } catch (UnreadableLineException e) {
                unreadable++;
            }
        }
        return unreadable;
    }

    /** Returns the time of the first line that can be read; empty if there is none. */
    static Optional<Instant> firstTime(Path file) throws IOException, NewerFormatException {
        try (InputStream in = Files.newInputStream(file)) {
            Lines lines = new Lines(in);
            while (lines.next()) {
                try {
                    return Optional.of(JournalFormat.read(lines.bytes(), Math.min(lines.length(), Lines.LONGEST))
                            .time());
                } catch (UnreadableLineException e) {
                    // The next line may be readable.
                }
            }
            return Optional.empty();
        }
    }
}
