package io.github.cloudunmap.daemon;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operating system asks of the process. To be installed first thing in {@code main}: until then SIGHUP ends a
 * JVM. The handlers run on threads of the JVM's own.
 */
public final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Runnable onStop = () -> {};
    private boolean stopAsked;
    private @Nullable Runnable onReload;
    private boolean reloadAsked;

    /** Takes over SIGINT, SIGTERM and SIGHUP. */
    public Signals install() {
        handle("INT", this::stop);
        handle("TERM", this::stop);
        handle("HUP", this::reload);
        return this;
    }

    /**
     * By reflection: {@code sun.misc.Signal} is the JDK's only way to handle a signal, and the compiler's warning of it
     * cannot be turned off.
     */
    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException e) {
            LOG.warn("SIG{} cannot be handled, because the JVM does not leave it to programs; is -Xrs given?", name);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java cannot handle SIG" + name, e);
        }
    }

    /** Calls {@code action} at the first SIGINT or SIGTERM, or now if it has come already. It must not block. */
    public void onStop(Runnable action) {
        boolean asked;
        synchronized (this) {
            onStop = action;
            asked = stopAsked;
        }
        if (asked) {
            action.run();
        }
    }

    /** Calls {@code action} at every SIGHUP from now on, and now if one has come already. It must not block. */
    public void onReload(Runnable action) {
        boolean asked;
        synchronized (this) {
            onReload = action;
            asked = reloadAsked;
        }
        if (asked) {
            action.run();
        }
    }

    private void stop() {
        Runnable action;
        synchronized (this) {
            if (stopAsked) {
                // Whoever asks twice does not want to wait; shutdown hooks would.
                Runtime.getRuntime().halt(1);
            }
            stopAsked = true;
            action = onStop;
        }
        LOG.info("Shutting down");
        action.run();
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
