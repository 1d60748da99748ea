package io.github.cloudunmap.state;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.text.FileReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A state directory, locked so that no other process of this program writes to it while it is open. Any thread may
 * call it.
 */
final class StateDirectory implements AutoCloseable {
    private final Path path;
    private @Nullable FileChannel lock;
    private @Nullable Object lockKey;

    private StateDirectory(Path path) {
        this.path = path;
    }

    /**
     * Locks the state directory. If only the last component of the path is missing, the directory is created first.
     *
     * @throws ApiFailure if the state directory cannot be used. The message names the directory and the remedy
     */
    static StateDirectory open(Path path) {
        try {
            make(path);
            StateDirectory directory = new StateDirectory(path);
            directory.ensureLocked();
            return directory;
        } catch (FileAlreadyExistsException e) {
            throw failure(path + " is no directory; give another state-directory", e);
        } catch (IOException e) {
            throw failure(
                    "state directory " + path + " cannot be used: " + FileReason.of(e)
                            + "; make it writable for this process, or give another state-directory",
                    e);
        }
    }

    private static void make(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        try {
            Files.createDirectory(path);
        } catch (FileAlreadyExistsException e) {
            // The path can be a link that this process lacks the permission to follow, such as a link to the private
            // directory of a systemd unit. Then readAttributes throws an exception that names the true reason.
            var unused = Files.readAttributes(path, BasicFileAttributes.class);
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /**
     * Locks the state directory, unless this process has locked it already. If the directory was removed and made
     * again since, the new one is locked.
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

    /** Locks the file and returns true, unless the file is locked already. Closing the channel releases the lock. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false; // held in this very process
        }
    }

    /**
     * Returns the file system's key of the file; null if there is no such file. As long as the file is open, no later
     * file of the same name has the same key.
     */
    static @Nullable Object keyOrNull(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Writes the directory's list of files to the disk. Without this, a new or a renamed file may not survive a power
     * failure.
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

    @Override
    public synchronized void close() throws IOException {
        FileChannel held = lock;
        lock = null;
        if (held != null) {
            held.close();
        }
    }
}
