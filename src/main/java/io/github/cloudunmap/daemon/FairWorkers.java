package io.github.cloudunmap.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Workers of which a place that does not answer holds a quarter at most, and one at least, until it answers. What was
 * there when it fell silent is made up for by further workers while it lasts; what comes after waits for its turn.
 */
final class FairWorkers implements Workers, Patience.Listener {
    private static final int SHARE = 4;

    private final Workers workers;
    // All below are guarded by this.
    private final Set<Place> silent = new HashSet<>();
    private final List<Turn> running = new ArrayList<>();
    /** The longest parked first. */
    private final List<Turn> parked = new ArrayList<>();

    private int size;
    private int makingUp;

    /** A task on its way to a worker. */
    private static final class Turn {
        private final long dueAt;
        private final Set<Place> reads;
        private final Runnable task;
        private Runnable takeBack = () -> {};
        private boolean begun;
        private boolean takenBack;

        private Turn(long dueAt, Set<Place> reads, Runnable task) {
            this.dueAt = dueAt;
            this.reads = reads;
            this.task = task;
        }
    }

    FairWorkers(Workers workers, int size) {
        this.workers = workers;
        this.size = size;
    }

    @Override
    public Runnable runAt(long dueAt, Runnable task) {
        return runAt(dueAt, Set.of(), task);
    }

    @Override
    public synchronized Runnable runAt(long dueAt, Set<Place> reads, Runnable task) {
        Turn turn = new Turn(dueAt, Set.copyOf(reads), task);
        turn.takeBack = workers.runAt(dueAt, () -> take(turn));
        return () -> takeBack(turn);
    }

    private synchronized void takeBack(Turn turn) {
        turn.takenBack = true;
        turn.takeBack.run();
        parked.remove(turn);
        if (!turn.begun && running.remove(turn)) {
            goOn();
        }
    }

    private void take(Turn turn) {
        synchronized (this) {
            if (turn.takenBack) {
                return;
            }
            if (!running.contains(turn)) {
                if (!hasRoom(turn)) {
                    parked.add(turn);
                    return;
                }
                running.add(turn);
            }
            turn.begun = true;
            makeUp();
        }
        try {
            turn.task.run();
        } finally {
            synchronized (this) {
                running.remove(turn);
                goOn();
            }
        }
    }

    /** Whether every silent place that it reads holds fewer workers than its share. */
    private boolean hasRoom(Turn turn) {
        return turn.reads.stream()
                .filter(silent::contains)
                .allMatch(place ->
                        running.stream().filter(r -> r.reads.contains(place)).count() < share());
    }

    private int share() {
        return Math.max(1, size / SHARE);
    }

    /** Hands what is parked and has room now to the workers again; it holds its place from here on. */
    private void goOn() {
        for (Turn turn : List.copyOf(parked)) {
            if (hasRoom(turn)) {
                parked.remove(turn);
                running.add(turn);
                turn.takeBack = workers.runAt(turn.dueAt, () -> take(turn));
            }
        }
        makeUp();
    }

    /** All silent places together cost the others no more than one of them may. */
    private void makeUp() {
        int held = (int) running.stream()
                .filter(turn -> turn.reads.stream().anyMatch(silent::contains))
                .count();
        int more = Math.max(0, held - share());
        if (more != makingUp) {
            makingUp = more;
            workers.resize(size + more);
        }
    }

    @Override
    public synchronized void silent(Place place) {
        if (silent.add(place)) {
            goOn();
        }
    }

    @Override
    public synchronized void answered(Place place) {
        if (silent.remove(place)) {
            goOn();
        }
    }

    @Override
    public synchronized void resize(int number) {
        size = number;
        workers.resize(size + makingUp);
        goOn();
    }

    @Override
    public boolean drain(Duration atMost) {
        synchronized (this) {
            parked.clear();
        }
        return workers.drain(atMost);
    }
}
