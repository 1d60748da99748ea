package io.github.cloudunmap.state;

/** Is told how the files of the state directory are read and written. Any thread may call it. It must not block. */
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

    /** The program has written a line to the journal, or has failed to. */
    void journalled(boolean succeeded);

    /** The program has written the memory, or has failed to. */
    void memorySaved(boolean succeeded);

    /** The memory of the previous process could not be read, so none of it is used. */
    void memoryUnreadable();
}
