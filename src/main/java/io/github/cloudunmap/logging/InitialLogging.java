package io.github.cloudunmap.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;

/**
 * Sets up logback with the default level and format, until {@link Logging#configure} is called. Logback finds this
 * class through the service loader. So logback neither looks for configuration files nor prints its own status.
 */
public final class InitialLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getStatusManager().add(new NopStatusListener());
        Logging.configure(context, LogLevel.INFO, LogFormat.JSON, System.err);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
