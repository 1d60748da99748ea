package io.github.cloudunmap.process;

import info.faljse.SDNotify.SDNotify;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What systemd is told, where it has started the program with {@code Type=notify}; elsewhere nothing. Any thread may
 * call it.
 */
public class Systemd {
    private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);

    private final @Nullable String watchdogMicros;
    private boolean stopping;

    public Systemd(@Nullable String watchdogMicros) {
        this.watchdogMicros = watchdogMicros;
    }

    /** By the variables that systemd sets. */
    public static Systemd ofEnvironment() {
        if (System.getenv("NOTIFY_SOCKET") == null) {
            return new Systemd(null) {
                @Override
                void send(String state) {}
            };
        }
        // A service has no home where JNA could unpack its library.
        System.setProperty("jna.tmpdir", System.getProperty("java.io.tmpdir"));
        return new Systemd(System.getenv("WATCHDOG_USEC"));
    }

    /**
     * How often the watchdog is to be fed: twice as often as it has to be, and at least a millisecond apart; empty where
     * there is none.
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

    /** @param nanos of the clock that systemd compares it with, which is the JVM's on Linux */
    public synchronized void reloading(long nanos) {
        sendUnlessStopping("RELOADING=1\nMONOTONIC_USEC=" + nanos / 1000);
    }

    /** A reload that is still under way says nothing after this: systemd would take it for a change of mind. */
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

    /** What cannot be told must not keep the program from doing it. */
    void send(String state) {
        try {
            SDNotify.sendRaw(state);
        } catch (RuntimeException | LinkageError e) {
            LOG.atWarn().setCause(e).log("systemd could not be told {}: {}", state.split("\n", 2)[0], e.toString());
        }
    }
}
