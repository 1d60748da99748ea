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
 * <p>The level holds for our own loggers. All others (the AWS SDK, Hibernate Validator) log {@code WARNING} and above,
 * and under {@code DEBUG} also {@code INFO}. Their debug output could contain credentials. Stack traces appear under
 * {@code DEBUG} only.
 *
 * <p>Until {@link #configure} is called, each line is written by the thread that logs it. From then on, a thread of
 * its own writes the lines, and {@link #flush} has to be called before the process ends.
 */
public final class Logging {
    private static final String OUR_LOGGERS = "io.github.cloudunmap";

    private Logging() {}

    /**
     * Sets level and format, and logs to the current {@link System#err}. May be called again at any time, from any
     * thread. Each event is written whole, under the old settings or the new.
     */
    public static void configure(LogLevel level, LogFormat format) {
        configureQueued(level, format, System.err);
    }

    static void configureQueued(LogLevel level, LogFormat format, OutputStream out) {
        LoggerContext context = context();
        configure(context, level, format, out, Optional.of(queued(context)));
    }

    /** For tests, which look at the lines right after the events. */
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
     * Waits until all lines so far are written, but two seconds at most, because nobody may read the log any more. To
     * be called at the end of the process. Any thread may call it.
     */
    public static void flush() {
        if (context().getObject(QueuedLines.NAME) instanceof QueuedLines queued) {
            queued.flush();
        }
    }

    /** How many lines this process has dropped because nobody read the log. Any thread may call it. */
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
