package io.github.cloudunmap.logging;

import static org.slf4j.Logger.ROOT_LOGGER_NAME;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;
import java.io.OutputStream;
import java.time.ZoneId;
import org.slf4j.LoggerFactory;

/**
 * Sets up the program's log.
 *
 * <p>The level holds for our own loggers. All others (the AWS SDK, Hibernate Validator) log {@code WARNING} and above,
 * and under {@code DEBUG} also {@code INFO}. Their debug output could contain credentials. Stack traces appear under
 * {@code DEBUG} only.
 */
public final class Logging {
    private static final String OUR_LOGGERS = "io.github.cloudunmap";

    private Logging() {}

    /**
     * Sets level and format, and logs to the current {@link System#err}. May be called again at any time, from any
     * thread. Each event is written whole, under the old settings or the new.
     */
    public static void configure(LogLevel level, LogFormat format) {
        configure(level, format, System.err);
    }

    static void configure(LogLevel level, LogFormat format, OutputStream out) {
        configure((LoggerContext) LoggerFactory.getILoggerFactory(), level, format, out);
    }

    static void configure(LoggerContext context, LogLevel level, LogFormat format, OutputStream out) {
        Logger root = context.getLogger(ROOT_LOGGER_NAME);
        EventFields fields = new EventFields(ZoneId.systemDefault(), level == LogLevel.DEBUG);
        LineAppender.of(root).writeTo(out, fields, lineFormat(format));
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
