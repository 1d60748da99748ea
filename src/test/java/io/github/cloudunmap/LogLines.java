package io.github.cloudunmap;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** Keeps what one of our packages logs from INFO up, in place of printing it, until it is closed. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;

    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> causes = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> untaken = new LinkedBlockingQueue<>();
    private volatile String last = "";

    public LogLines(String ofPackage) {
        logger = (Logger) LoggerFactory.getLogger("io.github.cloudunmap." + ofPackage);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(this);
        start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getLevel() + " " + event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            causes.add(event.getThrowableProxy().getClassName());
        }
        untaken.add(event.getFormattedMessage());
    }

    /** All so far, each with its level in front. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The classes of the exceptions that lines were logged with. */
    public List<String> causes() {
        return List.copyOf(causes);
    }

    /** The messages that no one has waited for or taken yet. */
    public List<String> taken() {
        List<String> taken = new ArrayList<>();
        untaken.drainTo(taken);
        return taken;
    }

    /** Waits for a message that fits. Those before it count as taken. */
    public void await(Predicate<String> fits) throws InterruptedException {
        do {
            last = untaken.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertThat(last).as("a line of the log").isNotNull();
        } while (!fits.test(last));
    }

    /** The message that was waited for last. */
    public String last() {
        return last;
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
        logger.setLevel(null);
    }
}
