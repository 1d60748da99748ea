package io.github.cloudunmap.simulation;

import io.github.cloudunmap.daemon.Workers;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/** Workers on virtual time: each task has a thread of its own from the scheduler, and so many run at once. */
final class SimulatedWorkers implements Workers {
    private record Due(long at, long order, Runnable task) {}

    private final Scheduler scheduler;
    private final Scheduler.TaskGroup process;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private int size;
    private int running;
    private long order;
    private boolean draining;

    SimulatedWorkers(Scheduler scheduler, Scheduler.TaskGroup process, int size) {
        this.scheduler = scheduler;
        this.process = process;
        this.size = size;
    }

    @Override
    public Runnable runAt(long dueAt, Runnable task) {
        if (draining) {
            return () -> {};
        }
        Due due = new Due(Math.max(dueAt, scheduler.now()), order++, task);
        queue.add(due);
        scheduler.at(due.at, this::dispatch);
        return () -> queue.remove(due);
    }

    private void dispatch() {
        while (running < size && !queue.isEmpty() && queue.element().at <= scheduler.now()) {
            Runnable task = queue.remove().task;
            running++;
            scheduler.spawn(process, () -> {
                try {
                    task.run();
                } finally {
                    running--;
                    dispatch();
                    endIfDrained();
                }
            });
        }
    }

    private void endIfDrained() {
        if (draining && running == 0 && queue.isEmpty()) {
            drained.complete(null);
        }
    }

    @Override
    public void resize(int workers) {
        size = workers;
        dispatch();
    }

    @Override
    public boolean drain(Duration atMost) {
        draining = true;
        queue.removeIf(due -> due.at > scheduler.now());
        endIfDrained();
        return scheduler.await(drained, atMost);
    }
}
