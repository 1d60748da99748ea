package io.github.cloudunmap.state;

import java.util.Optional;

/** Keeps the memory beyond the end of the process. One thread at a time. */
public interface MemoryStore {
    /**
     * The memory of the process before; empty if there is none that can be read.
     *
     * @throws io.github.cloudunmap.reconcile.ApiFailure if a newer version of this program wrote it
     */
    Optional<Memory> load();

    /**
     * Keeps this memory in place of the one before.
     *
     * @throws io.github.cloudunmap.reconcile.ApiFailure if it could not; then the one before stays
     */
    void save(Memory memory);

    /** Whether the memory that was saved last is still there. */
    boolean isAsSaved();
}
