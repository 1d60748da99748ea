package io.github.cloudunmap.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes each event as one line, with a single write. If the write fails, the event is lost, and the next event is
 * written as usual. Logback's own stream appenders would stop for good at the first failure.
 */
final class LineAppender extends AppenderBase<ILoggingEvent> {
    static final String NAME = "lines";

    private volatile @Nullable Target target;

    private record Target(OutputStream out, EventFields fields, LineFormat format) {}

    /** Returns an appender that drops all events until {@link #writeTo} is called. */
    static LineAppender started(LoggerContext context) {
        LineAppender appender = new LineAppender();
        appender.setName(NAME);
        appender.setContext(context);
        appender.start();
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
            // Ignored, because a failure of the log could be reported only in the log.
        }
    }
}
