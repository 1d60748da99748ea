package io.github.cloudunmap.fleet;

import io.github.cloudunmap.config.DurationText;
import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the log lines about a suspect region. */
record SuspicionLog(String region) {
    private static final Logger LOG = LoggerFactory.getLogger(SuspicionLog.class);

    void began(Suspicion found, Duration hold) {
        LOG.atWarn()
                .addKeyValue("region", region)
                .log(
                        "EC2 in {} {}: for the next {} (suspect-hold), or until it shows some of them again, nothing is"
                                + " removed on its word. Wrong credentials or an outage look like this",
                        region,
                        found.shows(),
                        DurationText.format(hold));
    }

    /** Logs that the region was suspect before a restart and still is. */
    void remembered(String shows) {
        LOG.atWarn()
                .addKeyValue("region", region)
                .log("EC2 in {} was suspect before the restart, and still is: it {}", region, shows);
    }

    void trustedAgain() {
        LOG.atInfo()
                .addKeyValue("region", region)
                .log("EC2 in {} shows missing instances again: it is trusted again", region);
    }

    void givenUp() {
        LOG.atInfo()
                .addKeyValue("region", region)
                .log(
                        "EC2 in {} still does not show the missing instances after the suspect-hold: it is trusted again",
                        region);
    }
}
