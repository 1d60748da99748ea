package io.github.cloudunmap;

import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;
import io.github.cloudunmap.logging.Logging;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Keeps the program's own log out of the output of the tests that run it in their JVM. */
public final class QuietTests implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Logging.configure(LogLevel.CRITICAL, LogFormat.TEXT);
    }
}
