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
 * <p>The level holds for the program's own loggers. All others (the AWS SDK, Hibernate Validator) log {@code WARNING}
 * and above, and under {@code DEBUG} also {@code INFO}. Their debug output is never logged, because it could contain
 * credentials. Stack traces appear under {@code DEBUG} only.
 *
 * <p>Until {@link #configure} is called, the thread that logs a line also writes it. From then on, a separate thread
 * writes the lines, and {@link #flush} has to be called before the process ends.
 */
public final class Logging {
    private static final String OUR_LOGGERS = "io.github.cloudunmap";

    private Logging() {}

    /**
     * Sets level and format, and logs to the current {@link System#err}. Any thread may call it, at any time. Each
     * event is written as a whole, with the old settings or with the new.
     */
    public static void configure(LogLevel level, LogFormat format) {
        configureQueued(level, format, System.err);
    }

    static void configureQueued(LogLevel level, LogFormat format, OutputStream out) {
        LoggerContext context = context();
        configure(context, level, format, out, Optional.of(queued(context)));
    }

    /** For tests, which look at lines right after their events: the logging thread writes them. */
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
     * Waits until all lines so far are written, but at most two seconds, because nobody may be reading the log any
     * more. Called at the end of the process. Any thread may call it.
     */
    public static void flush() {
        if (context().getObject(QueuedLines.NAME) instanceof QueuedLines queued) {
            queued.flush();
        }
    }

    /**
     * Returns the number of lines that this process has dropped because nobody read the log. Any thread may call it.
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
        // Adding an appender that is there already changes nothing.
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
