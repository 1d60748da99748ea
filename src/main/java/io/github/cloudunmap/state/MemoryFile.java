package io.github.cloudunmap.state;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.text.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the memory in {@code memory.json}, which is written as a whole or not at all. Not thread-safe. */
public final class MemoryFile implements MemoryStore {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryFile.class);
    /** A file from this program has fewer bytes than this, which is enough for 300,000 instances. */
    private static final int LARGEST = 32 << 20;

    private final StateDirectory directory;
    private final StateObserver observer;
    private final Path file;
    /** Identifies the file that this process wrote last; null before the first write. */
    private @Nullable Object key;

    private boolean toldThatItIsShortened;

    MemoryFile(StateDirectory directory, StateObserver observer) {
        this.directory = directory;
        this.observer = observer;
        this.file = directory.path().resolve("memory.json");
    }

    /**
     * Reads the memory of the previous process; empty if there is none that can be read. A file that cannot be read is
     * renamed to {@code memory.json.unreadable}, if this is possible. One log line gives the reason.
     *
     * @throws ApiFailure if a newer version of this program wrote the file
     */
    @Override
    public Optional<Memory> load() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST);
            if (bytes.length == LARGEST) {
                throw new UnreadableLineException("it is larger than " + LARGEST + " bytes");
            }
            return Optional.of(MemoryFormat.read(bytes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NewerFormatException e) {
            throw StateDirectory.failure(file + " cannot be used: " + e.getMessage(), e);
        } catch (UnreadableLineException e) {
            setAside(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            setAside(FileReason.of(e));
        }
        return Optional.empty();
    }

    private void setAside(String why) {
        observer.memoryUnreadable();
        Path aside = file.resolveSibling("memory.json.unreadable");
        String where = "it is kept as " + aside;
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            where = "it could not be moved to " + aside + ": " + FileReason.of(e);
        }
        LOG.warn("{} cannot be read, so that this start knows nothing of the process before: {}; {}", file, why, where);
    }

    @Override
    public void save(Memory memory) {
        try {
            directory.ensureLocked();
            write(bytesWithinLimit(memory));
            observer.memorySaved(true);
        } catch (IOException e) {
            observer.memorySaved(false);
            throw new ApiFailure("MemoryUnwritable", file + " cannot be written: " + FileReason.of(e), e);
        } catch (ApiFailure e) {
            observer.memorySaved(false);
            throw e;
        }
    }

    /**
     * Returns the bytes of the memory, fewer than {@value #LARGEST}, because the next start would refuse a file of
     * that size. If the memory is larger, its stale registrations are left out: then their grace starts anew at a
     * restart, so removals only come later. Live instances are never left out, because removals could be wrong without
     * witnesses.
     */
    private byte[] bytesWithinLimit(Memory memory) throws IOException {
        byte[] bytes = MemoryFormat.write(memory);
        boolean isShortened = bytes.length >= LARGEST;
        if (isShortened) {
            bytes = MemoryFormat.write(memory.withoutStale());
        }
        if (bytes.length >= LARGEST) {
            throw new IOException("it would be larger than " + LARGEST + " bytes");
        }
        if (isShortened && !toldThatItIsShortened) {
            LOG.warn(
                    "{} would be larger than {} bytes with all stale registrations; they are left out, so that their"
                            + " grace-period starts anew at a restart",
                    file,
                    LARGEST);
        }
        toldThatItIsShortened = isShortened;
        return bytes;
    }

    /**
     * Replaces the file, so that a reader always finds the whole old content or the whole new one, even after a power
     * failure.
     */
    private void write(byte[] bytes) throws IOException {
        Path temporary = file.resolveSibling("memory.json.new");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        StateDirectory.forceEntries(directory.path());
        key = StateDirectory.keyOrNull(file);
    }

    /** Whether the file is still the one that this process wrote last. */
    @Override
    public boolean isAsSaved() {
        try {
            return key != null && Objects.equals(key, StateDirectory.keyOrNull(file));
        } catch (IOException e) {
            return false;
        }
    }
}
