package io.github.cloudunmap.fleet;

import java.util.ArrayList;
import java.util.List;

/** Keeps each change of a region's suspicion that it is told of. */
final class SuspicionChanges implements FleetObserver {
    final List<Integer> changes = new ArrayList<>();

    @Override
    public void lookedUp(String region, int hits, int misses) {}

    @Override
    public void read(String region, ReadMode way, int times) {}

    @Override
    public void suspected(String region, int change) {
        changes.add(change);
    }
}
