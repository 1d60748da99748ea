package io.github.cloudunmap.logging;

import static org.slf4j.Logger.ROOT_LOGGER_NAME;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Sets up the program's log.
 *
 * <p>The level applies to the program's own loggers. All other loggers (of the AWS SDK and Hibernate Validator) log
 * {@code INFO} and above if the level is {@code DEBUG}, and {@code WARNING} and above if it is {@code INFO}. If the
 * level is {@code WARNING} or higher, it applies to all loggers alike. The debug output of these other loggers is
 * never logged, because it could contain credentials. Stack traces are logged only if the level is {@code DEBUG}.
 *
 * <p>Until {@link #configure} is called, the thread that logs a line also writes the line. From then on, a separate
 * thread writes all lines, so {@link #flush} must be called before the process ends.
 */
public final class Logging {
    private static final String OUR_LOGGERS = "io.github.cloudunmap";

    private Logging() {}

    /**
     * Sets level and format. From now on, logs to what {@link System#err} is at this call. Any thread may call it, at
     * any time. Each event is written entirely with the old settings, or entirely with the new settings.
     */
    public static void configure(LogLevel level, LogFormat format) {
        configureQueued(level, format, System.err);
    }

    static void configureQueued(LogLevel level, LogFormat format, OutputStream out) {
        LoggerContext context = context();
        configure(context, level, format, out, Optional.of(queued(context)));
    }

    /**
     * Sets up a log without a separate thread. Only tests use it, because they read lines right after logging them.
     */
    static void configure(LogLevel level, LogFormat format, OutputStream out) {
        configure(context(), level, format, out, Optional.empty());
    }

    static void configure(LoggerContext context, LogLevel level, LogFormat format, OutputStream out) {
        configure(context, level, format, out, Optional.empty());
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    /**
     * Waits until all lines so far have been written, but at most two seconds, because the reader of the log may
     * already have ended. Called at the end of the process. Any thread may call it.
     */
    public static void flush() {
        if (context().getObject(QueuedLines.NAME) instanceof QueuedLines queued) {
            queued.flush();
        }
    }

    /**
     * Returns the number of lines that this process has dropped because the log was not read. Any thread may call it.
     */
    public static long dropped() {
        return context().getObject(QueuedLines.NAME) instanceof QueuedLines queued ? queued.dropped() : 0;
    }

    private static synchronized LineAppender lines(LoggerContext context) {
        if (context.getObject(LineAppender.NAME) instanceof LineAppender lines) {
            return lines;
        }
        LineAppender lines = LineAppender.started(context);
        context.putObject(LineAppender.NAME, lines);
        return lines;
    }

    private static synchronized QueuedLines queued(LoggerContext context) {
        if (context.getObject(QueuedLines.NAME) instanceof QueuedLines queued) {
            return queued;
        }
        QueuedLines queued = QueuedLines.started(lines(context), context.getLogger(Logging.class));
        context.putObject(QueuedLines.NAME, queued);
        return queued;
    }

    private static void configure(
            LoggerContext context, LogLevel level, LogFormat format, OutputStream out, Optional<QueuedLines> queue) {
        Logger root = context.getLogger(ROOT_LOGGER_NAME);
        EventFields fields = new EventFields(ZoneId.systemDefault(), level == LogLevel.DEBUG);
        LineAppender lines = lines(context);
        lines.writeTo(out, fields, lineFormat(format));
        // The root logger ignores an appender that it already has.
        queue.ifPresentOrElse(root::addAppender, () -> root.addAppender(lines));
        root.detachAppender(queue.isPresent() ? LineAppender.NAME : QueuedLines.NAME);
        root.setLevel(levelOfOthers(level));
        context.getLogger(OUR_LOGGERS).setLevel(ourLevel(level));
    }

    private static LineFormat lineFormat(LogFormat format) {
        return switch (format) {
            case JSON -> new JsonLine();
            case TEXT -> new TextLine();
        };
    }

    private static Level ourLevel(LogLevel level) {
        return switch (level) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARN;
            case ERROR -> Level.ERROR;
            case CRITICAL -> Level.OFF; // SLF4J has no level above ERROR
        };
    }

    private static Level levelOfOthers(LogLevel level) {
        return switch (level) {
            case DEBUG -> Level.INFO;
            case INFO -> Level.WARN;
            case WARNING, ERROR, CRITICAL -> ourLevel(level);
        };
    }
}
