package io.github.cloudunmap.daemon;

import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.selection.FoundService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the selections on a thread of its own, and hands what they find to the reload thread. */
final class Expansions implements AutoCloseable {
    private final ActiveConfig active;
    private final Selections selections;
    private final RequestedTask reloads;
    private final Runnable stop;
    /** Why the program cannot go on with this file; null if it can. */
    private volatile @Nullable InvalidConfigException refusal;

    private final SelectionPoller poller;
    private final RequestedTask reading;

    /**
     * @param reloads runs tasks on the reload thread
     * @param stop ends the program, because it cannot go on with this file
     * @param dying receives an error that must end the process
     */
    Expansions(
            ActiveConfig active,
            Selections selections,
            RequestedTask reloads,
            Runnable stop,
            Consumer<Error> dying,
            SelectionFeed feed,
            TimeSource time) {
        this.active = active;
        this.selections = selections;
        this.reloads = reloads;
        this.stop = stop;
        this.poller = new SelectionPoller(
                active::file,
                selections.reader(),
                query -> selections.findings().containsKey(query),
                this::takeOver,
                feed::failed,
                time);
        this.reading = new RequestedTask("selections", poller::look, dying);
    }

    /** Looks again and again whether a selection is due. To be called once the program has started. */
    void begin(Housekeeping housekeeping) {
        reading.begin();
        housekeeping.repeat(this::look, Duration.ZERO, SelectionPoller.LOOKS_EVERY);
    }

    private void look() {
        if (!active.file().selections().isEmpty()) {
            reading.add();
        }
    }

    /**
     * Reads every selection now.
     *
     * @return completes on the reload thread after what they find is in effect, with true if all of them are
     */
    CompletableFuture<Boolean> once() {
        if (active.file().selections().isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        reading.execute(() -> {
            boolean areRead = poller.readAll();
            reloads.execute(() -> done.complete(areRead && areComplete()));
        });
        return done;
    }

    /** Whether every selection of the file has been read. */
    boolean areComplete() {
        return selections.knowAll(active.file());
    }

    /** @throws InvalidConfigException if at the program's start two selections find the same service */
    void throwIfRefused() throws InvalidConfigException {
        InvalidConfigException problems = refusal;
        if (problems != null) {
            throw problems;
        }
    }

    private void takeOver(Map<Query, List<FoundService>> readings) {
        reloads.execute(() -> {
            try {
                active.expand(readings);
            } catch (InvalidConfigException e) {
                refusal = e;
                stop.run();
            }
        });
    }

    @Override
    public void close() {
        reading.close();
    }
}
