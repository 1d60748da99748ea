package io.github.cloudunmap.daemon;

import io.github.cloudunmap.process.NamedThreads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Runs reloads one at a time on a thread of its own. No reload runs before the program has started. A request changes
 * nothing while an earlier request still waits. Any thread may call it.
 */
final class ReloadRequests implements AutoCloseable {
    private final Runnable reload;
    private final Consumer<Error> dying;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(new NamedThreads("reload"));
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicBoolean isWaiting = new AtomicBoolean();

    /** @param dying receives an error that must end the process */
    ReloadRequests(Runnable reload, Consumer<Error> dying) {
        this.reload = reload;
        this.dying = dying;
    }

    /** Lets reloads run. Called once the program has started. */
    void begin() {
        begun.countDown();
    }

    void add() {
        if (isWaiting.compareAndSet(false, true)) {
            execute(() -> {
                isWaiting.set(false);
                begun.await();
                reload.run();
            });
        }
    }

    /** Runs another task on the thread of the reloads. */
    void execute(Task task) {
        thread.execute(() -> {
            try {
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Error e) {
                dying.accept(e);
            }
        });
    }

    /** A task that may be interrupted when the program ends. */
    interface Task {
        void run() throws InterruptedException;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
