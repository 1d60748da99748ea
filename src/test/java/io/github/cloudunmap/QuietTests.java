package io.github.cloudunmap;

import ch.qos.logback.classic.Logger;
import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;
import io.github.cloudunmap.logging.Logging;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.slf4j.LoggerFactory;

/**
 * Keeps the program's own log out of the output of the tests that run it in their JVM. A test that reads the log adds
 * an appender to the logger of the program or of one of its packages.
 */
public final class QuietTests implements LauncherSessionListener {
    private static final Logger PROGRAM = (Logger) LoggerFactory.getLogger("io.github.cloudunmap");

    /** Lets the program's log reach the appenders that {@link Logging} sets up, until the next test starts. */
    public static void letTheLogOut() {
        PROGRAM.setAdditive(true);
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        session.getLauncher().registerTestExecutionListeners(new TestExecutionListener() {
            /** The previous test, or a daemon that reloaded its file in it, may have set another level. */
            @Override
            public void executionStarted(TestIdentifier test) {
                PROGRAM.setAdditive(false);
                Logging.configure(LogLevel.CRITICAL, LogFormat.TEXT);
            }
        });
    }
}
