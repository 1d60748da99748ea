package io.github.cloudunmap.fleet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs what it is given when the test says so: between {@code execute} and {@code step} a request is in flight. */
final class SteppedExecutor implements Executor {
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    int waiting() {
        return tasks.size();
    }

    void step() {
        tasks.remove().run();
    }

    void stepAll() {
        while (!tasks.isEmpty()) {
            step();
        }
    }
}
