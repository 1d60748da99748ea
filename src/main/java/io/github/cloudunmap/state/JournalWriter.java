package io.github.cloudunmap.state;

import io.github.cloudunmap.reconcile.TimeSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Appends lines to the current file of the journal, and keeps this file open. Before each line, the writer checks that
 * nobody else has removed, replaced or shortened the file. If somebody has, the writer opens the file of the same
 * name, or creates it. Not thread-safe.
 */
final class JournalWriter implements AutoCloseable {
    private final StateDirectory directory;
    private final JournalFiles files;
    private final long largest;
    private final Duration retention;
    private final TimeSource time;
    private @Nullable FileChannel channel;
    private @Nullable Object key;
    /** Where the next line begins: the size in bytes of all that stands before it in the file. */
    private long size;

    /** When the file's first readable line was written; if it had none yet when it was opened, the time of opening. */
    private Instant oldest;

    /**
     * @param largest the size in bytes at which a file is rotated
     * @param retention how long lines are kept at least
     */
    JournalWriter(StateDirectory directory, long largest, Duration retention, TimeSource time) {
        this.directory = directory;
        this.files = new JournalFiles(directory.path());
        this.largest = largest;
        this.retention = retention;
        this.time = time;
        this.oldest = time.now();
    }

    JournalFiles files() {
        return files;
    }

    /**
     * Appends a line.
     *
     * @param onDisk whether to return only once the line is on the disk
     * @throws IOException if the line could not be written. If a part of the line is in the file already, this part is
     *     cut off, unless the file does not allow it
     */
    void append(byte[] line, boolean onDisk) throws IOException {
        FileChannel open = opened();
        if (size > 0 && (size + line.length > largest || oldest.plus(retention).isBefore(time.now()))) {
            files.rotate();
            // Begin the new file before the old ones are deleted, so that a reader always finds a journal.
            open = opened();
            files.deleteOlderThan(time.now().minus(retention));
        }
        try {
            write(open, line);
            if (onDisk) {
                open.force(false);
            }
            size += line.length;
        } catch (IOException e) {
            takeBack(open);
            throw e;
        }
    }

    /** Returns the current file, opened if need be. */
    FileChannel opened() throws IOException {
        directory.ensureLocked();
        if (channel == null || !isUnchanged()) {
            close();
            channel = open();
        }
        return channel;
    }

    private boolean isUnchanged() throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(files.current(), BasicFileAttributes.class);
            return Objects.equals(now.fileKey(), key) && now.size() == size;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private FileChannel open() throws IOException {
        FileChannel opened = FileChannel.open(files.current(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try {
            StateDirectory.forceEntries(directory.path());
            key = StateDirectory.keyOrNull(files.current());
            size = opened.size();
            oldest = size == 0 ? time.now() : timeOfFirstLine();
            if (size > 0 && !JournalFiles.endsWithALineFeed(files.current())) {
                write(opened, new byte[] {'\n'});
                size++;
            }
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    private Instant timeOfFirstLine() throws IOException {
        try {
            return JournalReader.firstTime(files.current()).orElse(time.now());
        } catch (NewerFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void write(FileChannel to, byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            to.write(rest);
        }
    }

    /**
     * Repairs the file after a line could not be written: cuts off the part of the line that is in the file, and
     * closes the file. The file is opened again before the next line is written.
     */
    private void takeBack(FileChannel open) {
        try {
            open.truncate(size);
        } catch (IOException e) {
            // The part of the line stays in the file as a torn line. Every reader skips torn lines.
        }
        try {
            close();
        } catch (IOException e) {
            // The file is opened again before the next line is written, even if it could not be closed.
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
