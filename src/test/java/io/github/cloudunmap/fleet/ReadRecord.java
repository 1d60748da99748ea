package io.github.cloudunmap.fleet;

import java.util.ArrayList;
import java.util.List;

/** Keeps each look-up and each read that it is told of, as text. */
final class ReadRecord implements FleetObserver {
    final List<String> told = new ArrayList<>();

    @Override
    public void lookedUp(String region, int hits, int misses) {
        told.add(hits + " hits, " + misses + " misses");
    }

    @Override
    public void read(String region, ReadMode way, int times) {
        told.add(way + " " + times);
    }

    @Override
    public void suspected(String region, int change) {}
}
