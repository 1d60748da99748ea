package io.github.cloudunmap.state;

/**
 * Receives notices of how the files of the state directory are read and written. Any thread may call an observer. An
 * observer must not block.
 */
public interface StateObserver {
    /** Ignores everything. */
    StateObserver NONE = new StateObserver() {
        @Override
        public void journalled(boolean succeeded) {}

        @Override
        public void memorySaved(boolean succeeded) {}

        @Override
        public void memoryUnreadable() {}
    };

    /** Called when a line on a removal of this process has been written to the journal, or could not be written. */
    void journalled(boolean succeeded);

    /** Called when the memory has been written, or could not be written. */
    void memorySaved(boolean succeeded);

    /** Called when the memory of the previous process could not be read, so that none of it is used. */
    void memoryUnreadable();
}
