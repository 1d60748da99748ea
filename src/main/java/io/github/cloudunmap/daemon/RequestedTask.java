package io.github.cloudunmap.daemon;

import io.github.cloudunmap.process.NamedThreads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Runs a task at each request, always on the same thread. The task does not run before the program has started. A
 * request is ignored while an earlier request still waits for the thread. Any thread may call this class.
 */
final class RequestedTask implements AutoCloseable {
    private final Runnable requested;
    private final Consumer<Error> dying;
    private final ExecutorService thread;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicBoolean isWaiting = new AtomicBoolean();

    /** @param dying ends the process after a JVM error */
    RequestedTask(String threadName, Runnable requested, Consumer<Error> dying) {
        this.requested = requested;
        this.dying = dying;
        this.thread = Executors.newSingleThreadExecutor(new NamedThreads(threadName));
    }

    /** Lets the requested task run from now on. Called once the program has started. */
    void begin() {
        begun.countDown();
    }

    void add() {
        if (isWaiting.compareAndSet(false, true)) {
            execute(() -> {
                isWaiting.set(false);
                begun.await();
                requested.run();
            });
        }
    }

    /** Runs another task on the same thread. Unlike the requested task, it may run before {@link #begin()}. */
    void execute(Task task) {
        try {
            thread.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            // The program is shutting down.
        }
    }

    private void run(Task task) {
        try {
            task.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Error e) {
            dying.accept(e);
        }
    }

    /** A task that the end of the program interrupts. */
    interface Task {
        void run() throws InterruptedException;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
