package io.github.cloudunmap.state;

import java.util.ArrayList;
import java.util.List;

/** Keeps all that it is told of the files of the state directory. */
final class StateRecord implements StateObserver {
    final List<Boolean> journalled = new ArrayList<>();
    final List<Boolean> saved = new ArrayList<>();
    int unreadable;

    @Override
    public void journalled(boolean succeeded) {
        journalled.add(succeeded);
    }

    @Override
    public void memorySaved(boolean succeeded) {
        saved.add(succeeded);
    }

    @Override
    public void memoryUnreadable() {
        unreadable++;
    }
}
