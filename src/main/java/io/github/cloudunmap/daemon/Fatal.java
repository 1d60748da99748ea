package io.github.cloudunmap.daemon;

import io.github.cloudunmap.logging.Logging;
import io.github.cloudunmap.process.SpareThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process after a JVM error, because the process can no longer be trusted. */
final class Fatal {
    private static final Logger LOG = LoggerFactory.getLogger(Fatal.class);

    private Fatal() {}

    static void die(Error error) {
        String remedy = SpareThread.isLimit(error) ? "; " + SpareThread.REMEDY : "";
        LOG.atError()
                .setCause(error)
                .log("The process ends, because nothing can be trusted after this: {}{}", error, remedy);
        Logging.flush();
        Runtime.getRuntime().halt(1);
    }
}
