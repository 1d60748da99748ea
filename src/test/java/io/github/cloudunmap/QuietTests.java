package io.github.cloudunmap;

import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;
import io.github.cloudunmap.logging.Logging;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Keeps the program's own log out of the output of the tests that run it in their JVM. */
public final class QuietTests implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        session.getLauncher().registerTestExecutionListeners(new TestExecutionListener() {
            /** The test before, or the reload of a daemon in it, may have chosen another level. */
            @Override
            public void executionStarted(TestIdentifier test) {
                Logging.configure(LogLevel.CRITICAL, LogFormat.TEXT);
            }
        });
    }
}
