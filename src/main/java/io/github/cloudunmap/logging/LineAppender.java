package io.github.cloudunmap.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes each event as one line, in one write. An event that cannot be written is lost, and the next one is written as
 * usual. Logback's own stream appenders stop for good at the first failure.
 */
final class LineAppender extends AppenderBase<ILoggingEvent> {
    private static final String NAME = "lines";

    private volatile @Nullable Target target;

    private record Target(OutputStream out, EventFields fields, LineFormat format) {}

    /** The appender of this kind on {@code logger}. It is attached now if there is none yet. */
    static synchronized LineAppender of(Logger logger) {
        if (logger.getAppender(NAME) instanceof LineAppender attached) {
            return attached;
        }
        LineAppender appender = new LineAppender();
        appender.setName(NAME);
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
        return appender;
    }

    void writeTo(OutputStream out, EventFields fields, LineFormat format) {
        target = new Target(out, fields, format);
    }

    @Override
    protected void append(ILoggingEvent event) {
        Target to = target;
        if (to == null) {
            return;
        }
        byte[] line = BoundedLine.of(to.format, to.fields.of(event));
        try {
            to.out.write(line);
            to.out.flush();
        } catch (IOException ignored) {
            // Ignored: the log itself is the only place to report this.
        }
    }
}
