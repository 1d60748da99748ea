package io.github.cloudunmap.process;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads with names such as {@code worker-1}. They do not keep the process alive. */
public final class NamedThreads implements ThreadFactory {
    private final String name;
    private final AtomicInteger made = new AtomicInteger();

    public NamedThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, name + "-" + made.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
