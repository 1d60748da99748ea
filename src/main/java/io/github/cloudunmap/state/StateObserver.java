package io.github.cloudunmap.state;

/** Hears how the files of the state directory are read and written. Any thread may call it; it must not block. */
public interface StateObserver {
    /** Cares for nothing. */
    StateObserver NONE = new StateObserver() {
        @Override
        public void journalled(boolean succeeded) {}

        @Override
        public void memorySaved(boolean succeeded) {}

        @Override
        public void memoryUnreadable() {}
    };

    /** A line was to be written to the journal. */
    void journalled(boolean succeeded);

    /** The memory was to be written. */
    void memorySaved(boolean succeeded);

    /** The memory of the process before could not be read, so that nothing of it is believed. */
    void memoryUnreadable();
}
