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

/** Reads the selections on a thread of its own. The services that they find take effect on the reload thread. */
final class Expansions implements AutoCloseable {
    private final ActiveConfig active;
    private final Selections selections;
    private final RequestedTask reloads;
    private final Runnable stop;
    /** Why the program must end: at the start, two selections find the same service. Null if it may go on. */
    private volatile @Nullable InvalidConfigException refusal;

    private final SelectionPoller poller;
    private final RequestedTask reading;

    /**
     * @param reloads runs tasks on the reload thread
     * @param stop ends the program if, at the start, two selections find the same service, and no selection has a
     *     reading from {@code memory.json} in effect
     * @param dying ends the process after a JVM error
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

    /**
     * From now on, checks at short intervals whether a selection is due to be read. Called after the program has
     * started.
     */
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
     * @return completes on the reload thread, once each reading of this call has taken effect, or has been postponed
     *     or refused. Completes at once if the file has no selections. The value is true if this call could read every
     *     selection, and every selection has a reading in effect. The reading in effect can be an earlier one, for
     *     example if the reading of this call was postponed
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

    /** Whether a reading (a query of Cloud Map for its services) of every selection in the file is in effect. */
    boolean areComplete() {
        return selections.knowAll(active.file());
    }

    /**
     * @throws InvalidConfigException if, at the start, two selections found the same service, and no selection had a
     *     reading from {@code memory.json} in effect
     */
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
