package io.github.cloudunmap.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The files of the journal, opened at one moment between two rotations. */
final class OpenJournal implements AutoCloseable {
    /**
     * The most attempts to list and open the files. An attempt fails if a rotation renames files during the attempt.
     * Rotations are rare, so the second attempt nearly always succeeds.
     */
    private static final int MOST_ATTEMPTS = 10;

    private final List<FileChannel> files = new ArrayList<>();
    /**
     * The keys ({@link StateDirectory#keyOrNull}) of the files that were found: those that are open, and those that
     * are too old to be opened. A file keeps its key when it is renamed.
     */
    private final Set<Object> keys = new HashSet<>();

    private OpenJournal() {}

    /** Lists the files of the journal, the newest first. */
    interface Listing {
        List<Path> files() throws IOException;
    }

    /**
     * Lists the files, and opens them by their names. If a rotation renames files meanwhile, the files are listed and
     * opened again.
     *
     * @param since a file that was last written to before this time is not opened
     * @throws IOException if the files cannot be listed or opened, or if they were rotated during every attempt
     */
    static OpenJournal of(Listing listing, Instant since) throws IOException {
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            OpenJournal opened = new OpenJournal();
            try {
                if (opened.open(listing.files(), since) && opened.hasAll(listing.files())) {
                    Collections.reverse(opened.files);
                    return opened;
                }
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            opened.close();
        }
        throw new IOException("it was rotated " + MOST_ATTEMPTS + " times meanwhile; try again");
    }

    /** Returns the files, the oldest first. */
    List<FileChannel> files() {
        return Collections.unmodifiableList(files);
    }

    /**
     * Opens the listed files. Returns false if a rotation renames files meanwhile, so that one name leads to two files
     * or two names lead to one file. The files then have to be listed again.
     */
    private boolean open(List<Path> listed, Instant since) throws IOException {
        for (Path file : listed) {
            if (!open(file, since)) {
                return false;
            }
        }
        return true;
    }

    private boolean open(Path file, Instant since) throws IOException {
        try {
            Object key = StateDirectory.keyOrNull(file);
            if (key == null) {
                return true;
            }
            if (!Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
                files.add(FileChannel.open(file, StandardOpenOption.READ));
            }
            return keys.add(key) && key.equals(StateDirectory.keyOrNull(file));
        } catch (NoSuchFileException e) {
            // The file was renamed or deleted after it was listed. If it was renamed, hasAll finds it under its new
            // name.
            return true;
        }
    }

    private boolean hasAll(List<Path> listed) throws IOException {
        for (Path file : listed) {
            Object key = StateDirectory.keyOrNull(file);
            if (key != null && !keys.contains(key)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        files.forEach(OpenJournal::close);
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing was written to the file, so nothing is lost.
        }
    }
}
