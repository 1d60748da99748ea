package io.github.cloudunmap.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.cloudunmap.reconcile.Reconciler;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** Brings what a program's log says of removals to the simulation that it runs in. */
final class Announcements extends AppenderBase<ILoggingEvent> {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(Reconciler.class.getPackageName());
    private static final Announcements OF_ALL = new Announcements();
    /** The threads of a simulation are made by its threads. */
    private static final InheritableThreadLocal<@Nullable Consumer<Map<String, String>>> LISTENER =
            new InheritableThreadLocal<>();

    private static int listening;

    /** Until {@link #end}, what this thread and those that it makes log goes to the listener. */
    static synchronized void begin(Consumer<Map<String, String>> listener) {
        LISTENER.set(listener);
        if (listening++ == 0) {
            OF_ALL.start();
            LOG.setLevel(Level.WARN);
            LOG.setAdditive(false);
            LOG.addAppender(OF_ALL);
        }
    }

    static synchronized void end() {
        LISTENER.remove();
        if (--listening == 0) {
            LOG.detachAppender(OF_ALL);
            LOG.setAdditive(true);
            LOG.setLevel(null);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        Consumer<Map<String, String>> listener = LISTENER.get();
        if (listener != null && event.getMessage().contains("instance {} ({}) from service {}")) {
            Map<String, String> fields = event.getKeyValuePairs().stream()
                    .collect(Collectors.toMap((KeyValuePair pair) -> pair.key, pair -> String.valueOf(pair.value)));
            listener.accept(fields);
        }
    }
}
