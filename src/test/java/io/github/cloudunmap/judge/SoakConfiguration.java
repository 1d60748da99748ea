package io.github.cloudunmap.judge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Another configuration each time: services, regions, grace, settle-time, cache and rate differ. What the judge has to
 * know stays: where instances live, and whether stopped ones go. Not thread-safe.
 */
final class SoakConfiguration implements Supplier<String> {
    /** The judge takes this for the settle-time, so the files may name a shorter one too. */
    static final Duration LONGEST_SETTLE_TIME = Duration.ofSeconds(10);

    private static final Duration SHORTER_SETTLE_TIME = Duration.ofSeconds(8);
    private static final int LEFT_OUT_PERCENT = 4;
    private static final int CHANGED_PERCENT = 20;

    private final List<JudgedService> services;
    private final Path stateDirectory;
    private final String queueUrl;
    private final Random random;
    private boolean complete;

    SoakConfiguration(List<JudgedService> services, Path stateDirectory, String queueUrl, Random random) {
        this.services = services;
        this.stateDirectory = stateDirectory;
        this.queueUrl = queueUrl;
        this.random = random;
    }

    /** Leaves out no service from here on, and refuses no pass. */
    void complete() {
        complete = true;
    }

    @Override
    public String get() {
        StringBuilder file = new StringBuilder(services.size() * 200);
        file.append("log-level: WARNING\nworkers: 8\n")
                .append("list-rate: " + (36 + random.nextInt(25)) + "\n")
                .append("ec2-cache-ttl: " + (5 + random.nextInt(6)) + "s\n")
                .append("state-directory: " + stateDirectory.toAbsolutePath() + "\n")
                .append("prometheus: { enabled: true, port: 0 }\n")
                .append("events: [{ queue-url: \"" + queueUrl + "\" }]\n")
                .append("defaults:\n  frequency: 2s\nservices:\n");
        for (JudgedService service : services) {
            if (complete || !chance(LEFT_OUT_PERCENT)) {
                List<String> regions = chance(CHANGED_PERCENT) ? JudgedService.REGIONS : service.instancesRegions();
                file.append(service.yaml(regions, settings()));
            }
        }
        return file.toString();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        Duration settleTime = chance(50) ? LONGEST_SETTLE_TIME : SHORTER_SETTLE_TIME;
        settings.put("settle-time", settleTime.toSeconds() + "s");
        if (chance(CHANGED_PERCENT)) {
            settings.put("grace-period", 1 + random.nextInt(5) + "s");
        }
        if (!complete && chance(CHANGED_PERCENT)) {
            settings.put("max-deregistrations", "60%");
        }
        return settings;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
