package io.github.cloudunmap.state;

import io.github.cloudunmap.reconcile.ApiFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A state directory that only this process may write to while it is open. Any thread may call it. */
final class StateDirectory implements AutoCloseable {
    private final Path path;
    private @Nullable FileChannel lock;
    private @Nullable Object lockKey;

    private StateDirectory(Path path) {
        this.path = path;
    }

    /**
     * Makes the state directory if only its last component is missing, and locks it.
     *
     * @throws ApiFailure if the state directory cannot be used. The message names it and the remedy
     */
    static StateDirectory open(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectory(path);
            }
            StateDirectory directory = new StateDirectory(path);
            directory.ensureLocked();
            return directory;
        } catch (FileAlreadyExistsException e) {
            throw failure(path + " is no directory; give another state-directory", e);
        } catch (IOException e) {
            throw failure(
                    "state directory " + path + " cannot be used: " + why(e)
                            + "; make it writable for this process, or give another state-directory",
                    e);
        }
    }

    Path path() {
        return path;
    }

    /**
     * Locks the state directory. Does nothing while the lock is held, but locks anew if the directory was removed and
     * made again.
     */
    synchronized void ensureLocked() throws IOException {
        Path file = path.resolve("lock");
        if (lock != null && Objects.equals(lockKey, keyOrNull(file))) {
            return;
        }
        close();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw failure(
                    "state directory " + path + " is in use by another process of this program; stop that one, or give"
                            + " this one a state-directory of its own",
                    null);
        }
        lock = channel;
        lockKey = keyOrNull(file);
    }

    /** Whether this process could lock the file. Closing the channel releases the lock. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false; // held in this very process
        }
    }

    /**
     * Returns the file system's key, which differs between a file and a later one of the same name; null if there is
     * no such file.
     */
    static @Nullable Object keyOrNull(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Writes the entries of the directory to the disk. A new file or a new name survives a power failure only after
     * this.
     */
    static void forceEntries(Path path) throws IOException {
        try (FileChannel entries = FileChannel.open(path, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    static ApiFailure failure(String message, @Nullable Exception cause) {
        return cause == null
                ? new ApiFailure("StateDirectory", message)
                : new ApiFailure("StateDirectory", message, cause);
    }

    /** Returns only the reason, because the message names the file anyway. */
    static String why(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        } else if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        } else if (e instanceof NotDirectoryException) {
            return "it is no directory";
        }
        String reason = e instanceof FileSystemException fileSystem ? fileSystem.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    @Override
    public synchronized void close() throws IOException {
        FileChannel held = lock;
        lock = null;
        if (held != null) {
            held.close();
        }
    }
}
