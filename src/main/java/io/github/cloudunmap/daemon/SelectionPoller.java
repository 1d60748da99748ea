package io.github.cloudunmap.daemon;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.selection.FoundService;
import io.github.cloudunmap.selection.SelectionReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads the selections that are due. Each is due at the start, and then every {@code select-interval}. A selection
 * that could not be read is due again after a pause, which grows with every failure, up to {@code select-interval}.
 * Used by one thread.
 */
public final class SelectionPoller {
    private static final Logger LOG = LoggerFactory.getLogger(SelectionPoller.class);
    /** The interval at which {@link #look} should be called. */
    public static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    /** The error code of a reading that was interrupted by the end of the program. */
    private static final String INTERRUPTED = "Interrupted";

    private static final Duration TELLS_EVERY = Duration.ofSeconds(10);

    /**
     * When a selection is read next.
     *
     * @param dueAt the time of the next reading, in monotonic nanoseconds
     * @param pause the wait before the next reading, if the last one failed; else zero
     * @param failing the error code of the last reading; null if it succeeded
     */
    private record NextReading(
            long dueAt, Duration pause, @Nullable String failing) {
        /** Returns this, but due at {@code latest} if it was due later: a reload may have shortened the interval. */
        NextReading dueBy(long latest) {
            return dueAt - latest > 0 ? new NextReading(latest, pause, failing) : this;
        }
    }

    private final Supplier<Config> file;
    private final SelectionReader reader;
    private final Predicate<Query> isKnown;
    private final Consumer<Map<Query, List<FoundService>>> listener;
    private final BiConsumer<String, String> failures;
    private final TimeSource time;
    private final Map<Query, NextReading> next = new HashMap<>();
    private boolean hasLooked;

    /**
     * @param file gives the configuration whose selections are read
     * @param isKnown whether a reading of the selection (a query of Cloud Map for its services) is in effect
     * @param listener receives the readings that succeeded
     * @param failures receives the label of a selection that could not be read, and why
     */
    public SelectionPoller(
            Supplier<Config> file,
            SelectionReader reader,
            Predicate<Query> isKnown,
            Consumer<Map<Query, List<FoundService>>> listener,
            BiConsumer<String, String> failures,
            TimeSource time) {
        this.file = file;
        this.reader = reader;
        this.isKnown = isKnown;
        this.listener = listener;
        this.failures = failures;
        this.time = time;
    }

    /** Reads the selections that are due. Returns whether all of these could be read. */
    public boolean look() {
        Config config = file.get();
        long now = time.nanos();
        next.keySet()
                .retainAll(
                        config.selections().stream().map(SelectionConfig::query).toList());
        config.selections()
                .forEach(selection -> next.computeIfAbsent(selection.query(), query -> {
                    // A selection that a reload has added is not due yet: the reload has read it.
                    long dueAt = hasLooked && isKnown.test(query)
                            ? now + config.selectInterval().toNanos()
                            : now;
                    return new NextReading(dueAt, Duration.ZERO, null);
                }));
        hasLooked = true;
        next.replaceAll(
                (query, reading) -> reading.dueBy(now + config.selectInterval().toNanos()));
        List<SelectionConfig> due = config.selections().stream()
                .filter(selection -> next(selection).dueAt - now <= 0)
                .toList();
        return due.isEmpty() || read(due, config.selectInterval());
    }

    /** Reads every selection, due or not. Returns whether all could be read. */
    boolean readAll() {
        next.clear();
        hasLooked = false;
        return look();
    }

    private boolean read(List<SelectionConfig> due, Duration interval) {
        Map<Query, List<FoundService>> readings = new HashMap<>();
        long toldAt = time.nanos();
        int found = 0;
        try (SelectionReader.Round round = reader.round()) {
            for (int i = 0; i < due.size(); i++) {
                SelectionConfig selection = due.get(i);
                try {
                    List<FoundService> services = round.read(selection);
                    readings.put(selection.query(), services);
                    found += services.size();
                    succeeded(selection, interval);
                } catch (RuntimeException e) {
                    failed(selection, interval, e);
                }
                if (time.nanos() - toldAt >= TELLS_EVERY.toNanos()) {
                    toldAt = time.nanos();
                    LOG.info("{} of {} selections are read, and find {} services", i + 1, due.size(), found);
                }
            }
        }
        listener.accept(readings);
        return readings.size() == due.size();
    }

    private NextReading next(SelectionConfig selection) {
        return next.getOrDefault(selection.query(), new NextReading(time.nanos(), Duration.ZERO, null));
    }

    private void succeeded(SelectionConfig selection, Duration interval) {
        if (next(selection).failing != null) {
            LOG.info("Selection {} can be read again", selection.label());
        }
        next.put(selection.query(), new NextReading(time.nanos() + interval.toNanos(), Duration.ZERO, null));
    }

    private void failed(SelectionConfig selection, Duration interval, RuntimeException failure) {
        String code = ApiFailure.codeOf(failure);
        if (code.equals(INTERRUPTED)) {
            return;
        }
        NextReading before = next(selection);
        Duration grown = before.pause.isZero() ? FIRST_PAUSE : before.pause.multipliedBy(2);
        Duration pause = grown.compareTo(interval) < 0 ? grown : interval;
        next.put(selection.query(), new NextReading(time.nanos() + pause.toNanos(), pause, code));
        failures.accept(selection.label(), ApiFailure.messageOf(failure));
        LOG.atLevel(code.equals(before.failing) ? Level.WARN : Level.ERROR)
                .addKeyValue("selection", selection.label())
                .addKeyValue("error_code", code)
                .setCause(failure)
                .log(
                        "Selection {} cannot be read, so {}; it is read again in {} s: {}",
                        selection.label(),
                        isKnown.test(selection.query())
                                ? "it keeps the services that it had"
                                : "it finds no services yet",
                        pause.toSeconds(),
                        ApiFailure.messageOf(failure));
    }
}
