package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** The messages of one of our packages, as they come. */
final class LogLines extends AppenderBase<ILoggingEvent> {
    private static final long DEADLINE_SECONDS = 60;

    private final Logger logger;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile String last = "";

    /** Those of the daemon package. */
    LogLines() {
        this("daemon");
    }

    LogLines(String ofPackage) {
        logger = (Logger) LoggerFactory.getLogger("io.github.cloudunmap." + ofPackage);
    }

    void attach() {
        logger.setLevel(Level.INFO);
        logger.addAppender(this);
        start();
    }

    void detach() {
        logger.detachAppender(this);
        logger.setLevel(null);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
    }

    /** Those that no one has waited for yet. */
    List<String> taken() {
        List<String> taken = new ArrayList<>();
        lines.drainTo(taken);
        return taken;
    }

    String last() {
        return last;
    }

    void await(Predicate<String> fits) throws InterruptedException {
        do {
            last = lines.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertThat(last).as("a line of the log").isNotNull();
        } while (!fits.test(last));
    }
}
