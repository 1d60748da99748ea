package io.github.cloudunmap.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the signals SIGINT, SIGTERM and SIGHUP. Installed first in {@code main}, because until then SIGHUP ends the
 * JVM. The handlers run on threads of the JVM.
 */
public final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    /** A program that a signal has ended exits with this number plus the number of the signal, as in shells. */
    private static final int ENDED_BY_SIGNAL = 128;

    private @Nullable Runnable onStop;
    private boolean stopAsked;
    private @Nullable Runnable onReload;
    private boolean reloadAsked;
    private boolean isHangUpIgnored;

    /** Takes over SIGINT, SIGTERM and SIGHUP. */
    public Signals install() {
        handle("INT", () -> stop(2));
        handle("TERM", () -> stop(15));
        isHangUpIgnored = handle("HUP", this::reload);
        return this;
    }

    /**
     * Handles one signal, with {@code sun.misc.Signal}: the JDK has no other way. The class is called by reflection,
     * because the compiler's warning about it cannot be turned off.
     *
     * @return whether the process was started with this signal ignored. Then the JVM goes on ignoring it
     */
    private static boolean handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                        action.run();
                        return null;
                    });
            Object before = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            return handler.getField("SIG_IGN").get(null).equals(before);
        } catch (InvocationTargetException e) {
            LOG.warn("SIG{} cannot be handled, because the JVM does not leave it to programs; is -Xrs given?", name);
            return false;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java cannot handle SIG" + name, e);
        }
    }

    /**
     * From now on, the first SIGINT or SIGTERM calls {@code action} instead of ending the process. A second SIGINT or
     * SIGTERM ends the process at once. The action must not block.
     */
    public synchronized void onStop(Runnable action) {
        onStop = action;
    }

    /**
     * From now on, every SIGHUP calls {@code action}, unless the process was started with SIGHUP ignored. If a SIGHUP
     * has come already, this method calls the action now. The action must not block.
     */
    public void onReload(Runnable action) {
        boolean asked;
        synchronized (this) {
            onReload = action;
            asked = reloadAsked;
        }
        if (asked) {
            action.run();
        }
        if (isHangUpIgnored) {
            LOG.info(
                    "SIGHUP is ignored, because the program was started so, as by nohup: there are no reloads by signal");
        }
    }

    private void stop(int signal) {
        Runnable action;
        synchronized (this) {
            if (stopAsked) {
                // A second signal means that the user does not want to wait. So halt, because shutdown hooks would
                // wait.
                Runtime.getRuntime().halt(1);
            }
            if (onStop == null) { // nothing has begun that needs an orderly end
                Runtime.getRuntime().halt(ENDED_BY_SIGNAL + signal);
            }
            stopAsked = true;
            action = onStop;
        }
        // Log nothing here: if nobody reads the log, writing to it can block.
        Objects.requireNonNull(action).run();
    }

    private void reload() {
        Runnable action;
        synchronized (this) {
            reloadAsked = true;
            action = onReload;
        }
        if (action != null) {
            action.run();
        }
    }
}
