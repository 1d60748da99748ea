package io.github.cloudunmap.state;

import java.util.Optional;

/** Keeps the memory beyond the end of the process. Not thread-safe. */
public interface MemoryStore {
    /**
     * Reads the memory of the previous process; empty if there is none that can be read.
     *
     * @throws io.github.cloudunmap.reconcile.ApiFailure if a newer version of this program wrote it
     */
    Optional<Memory> load();

    /**
     * Saves this memory in place of the earlier one.
     *
     * @throws io.github.cloudunmap.reconcile.ApiFailure if the save failed. The store then has the earlier memory, or
     *     already this one
     */
    void save(Memory memory);

    /** Whether the memory that this process saved last is still in place, neither removed nor replaced. */
    boolean isAsSaved();
}
