package io.github.cloudunmap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.github.cloudunmap.text.Redaction;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Makes the keys and values of one log event. The first keys are {@code asctime}, {@code timestamp}, {@code levelname}
 * and {@code message}, in this order. The {@code timestamp} is in ISO 8601. The other three are written as in the
 * Python tool that this program replaces. Then come the event's own pairs, the pairs of the event's thread (MDC), and
 * the event's error. If a key occurs twice, its first value is kept.
 *
 * @param zone the time zone of {@code asctime} and {@code timestamp}
 * @param stackTraces whether the stack trace of an error is included, in {@code exc_info}
 */
record EventFields(ZoneId zone, boolean stackTraces) {
    static final String ASCTIME = "asctime";
    static final String TIMESTAMP = "timestamp";
    static final String LEVELNAME = "levelname";
    static final String MESSAGE = "message";

    private static final Set<String> IDENTIFIERS = Set.of("instance_id", "address", "request_id", "operation_id");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter ISO_8601 = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");

    Map<String, @Nullable Object> of(ILoggingEvent event) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(ASCTIME, SECONDS.withZone(zone).format(event.getInstant()));
        fields.put(TIMESTAMP, ISO_8601.withZone(zone).format(event.getInstant()));
        fields.put(LEVELNAME, pythonName(event.getLevel()));
        fields.put(MESSAGE, String.valueOf(event.getFormattedMessage()));
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> fields.putIfAbsent(pair.key, pair.value));
        }
        event.getMDCPropertyMap().forEach(fields::putIfAbsent);
        IThrowableProxy error = event.getThrowableProxy();
        if (error != null) {
            if (!String.valueOf(fields.get(MESSAGE)).contains(String.valueOf(error.getMessage()))) {
                fields.putIfAbsent("error", shortMessage(error));
            }
            if (stackTraces) {
                fields.putIfAbsent("exc_info", ThrowableProxyUtil.asString(error));
            }
        }
        fields.replaceAll((key, value) -> value instanceof CharSequence text ? redacted(key, text.toString()) : value);
        return fields;
    }

    /**
     * Hides secrets in a value. In identifiers, only known secrets are hidden. Two identifiers that merely look like
     * secrets could otherwise become the same text.
     */
    private static String redacted(String key, String text) {
        return IDENTIFIERS.contains(key) ? Redaction.ofIdentifier(text) : Redaction.of(text);
    }

    private static String pythonName(Level level) {
        return level == Level.WARN ? "WARNING" : level.toString();
    }

    private static String shortMessage(IThrowableProxy error) {
        String name = error.getClassName();
        String simpleName = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
        String message = error.getMessage();
        return message == null || message.isBlank() ? simpleName : simpleName + ": " + message;
    }
}
