package io.github.cloudunmap.process;

import info.faljse.SDNotify.SDNotify;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies systemd, if it has started the program with {@code Type=notify} or {@code Type=notify-reload}. Otherwise
 * does nothing. Any thread may call it.
 */
public class Systemd {
    private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);

    private final @Nullable String watchdogMicros;
    private boolean stopping;

    public Systemd(@Nullable String watchdogMicros) {
        this.watchdogMicros = watchdogMicros;
    }

    /** Reads the variables that systemd sets. */
    public static Systemd ofEnvironment() {
        return of(System.getenv());
    }

    static Systemd of(Map<String, String> environment) {
        if (environment.get("NOTIFY_SOCKET") == null) {
            return new Systemd(null) {
                @Override
                void send(String state) {}
            };
        }
        // The library JNA unpacks itself in the home directory, which the user of the systemd service does not have.
        // So it gets the temporary directory instead, unless JAVA_OPTS names another place.
        if (System.getProperty("jna.tmpdir") == null) {
            System.setProperty("jna.tmpdir", System.getProperty("java.io.tmpdir"));
        }
        return new Systemd(environment.get("WATCHDOG_USEC"));
    }

    /**
     * Returns the interval for feeding the watchdog: half of its timeout, at least a millisecond. Empty if there is no
     * watchdog.
     */
    public Optional<Duration> feedEvery() {
        return Optional.ofNullable(watchdogMicros).flatMap(Systemd::halved);
    }

    private static Optional<Duration> halved(String micros) {
        try {
            long millis = Duration.of(Long.parseLong(micros), ChronoUnit.MICROS).toMillis() / 2;
            return Optional.of(Duration.ofMillis(Math.max(1, millis)));
        } catch (NumberFormatException e) {
            LOG.warn("WATCHDOG_USEC is {}, which is no number of microseconds: systemd's watchdog is not fed", micros);
            return Optional.empty();
        }
    }

    public synchronized void ready(String status) {
        sendUnlessStopping("READY=1\nSTATUS=" + status);
    }

    /**
     * @param nanos the time by the system's monotonic clock, which on Linux is the clock of {@link System#nanoTime()}
     */
    public synchronized void reloading(long nanos) {
        sendUnlessStopping("RELOADING=1\nMONOTONIC_USEC=" + nanos / 1000);
    }

    /**
     * Tells systemd that the program stops. After this, a reload that is still under way sends no notification,
     * because systemd would take it as a sign that the program goes on.
     */
    public synchronized void stopping() {
        stopping = true;
        send("STOPPING=1\nSTATUS=letting the passes in flight finish");
    }

    private void sendUnlessStopping(String state) {
        if (!stopping) {
            send(state);
        }
    }

    public void feedWatchdog() {
        send("WATCHDOG=1");
    }

    /** Sends a notification. A failure is only logged, because it must not stop the program's own work. */
    void send(String state) {
        try {
            SDNotify.sendRaw(state);
        } catch (RuntimeException | LinkageError e) {
            LOG.atWarn().setCause(e).log("systemd could not be told {}: {}", state.split("\n", 2)[0], e.toString());
        }
    }
}
