package io.github.cloudunmap.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status of the program at one moment. The components are the keys of {@code /status.json}, in snake case.
 * They are an interface, described in docs/status.md.
 *
 * @param at when this was gathered
 * @param services in file order; those that a reload added come last
 * @param removals the newest first
 */
public record Status(
        Instant at,
        Program program,
        Configuration configuration,
        List<Service> services,
        List<SuspectRegion> suspectRegions,
        List<Removal> removals) {
    public Status {
        services = List.copyOf(services);
        suspectRegions = List.copyOf(suspectRegions);
        removals = List.copyOf(removals);
    }

    /**
     * The process.
     *
     * @param stateDirectory where removals are written down; null without one
     */
    public record Program(
            String version,
            String commit,
            String java,
            Instant startedAt,
            @Nullable String stateDirectory) {}

    /**
     * The configuration in effect.
     *
     * @param file null if the settings come from flags
     * @param lastReload null if there was none
     */
    public record Configuration(
            @Nullable String file,
            String sha256,
            Instant loadedAt,
            @Nullable Reload lastReload) {}

    /**
     * An attempt to take over a new configuration.
     *
     * @param summary the changes, or the reason of the failure
     */
    public record Reload(Instant at, boolean successful, String summary) {}

    /**
     * A service.
     *
     * @param frequencyMs from the start of one pass to the start of the next
     * @param lastPass null until the first one has ended
     * @param lastSuccessAt null until a pass has succeeded
     */
    public record Service(
            String serviceId,
            @Nullable String name,
            String region,
            long frequencyMs,
            boolean dryRun,
            @Nullable Pass lastPass,
            @Nullable Instant lastSuccessAt) {
        Service after(Pass pass) {
            return new Service(
                    serviceId,
                    name,
                    region,
                    frequencyMs,
                    dryRun,
                    pass,
                    pass.result.equals("success") ? pass.endedAt : lastSuccessAt);
        }

        /** These settings with the passes of {@code earlier}. */
        Service withPassesOf(Service earlier) {
            return new Service(serviceId, name, region, frequencyMs, dryRun, earlier.lastPass, earlier.lastSuccessAt);
        }

        /**
         * Whether no pass has ended for so long that something must be wrong.
         *
         * @param loadedAt since when the configuration is in effect; a service without a pass may have come with it
         */
        public boolean isLate(Instant now, Instant loadedAt) {
            Instant last = lastPass == null ? loadedAt : lastPass.endedAt;
            return last.plusMillis(2 * frequencyMs).plus(Duration.ofMinutes(1)).isBefore(now);
        }
    }

    /**
     * A pass that has ended.
     *
     * @param result {@code success}, {@code error} or {@code refused}
     * @param verdicts how many registrations have each verdict; empty if the pass failed before it could judge
     * @param removals how many decided removals have each result
     * @param waiting how many stale registrations wait for settle-time or grace-period
     * @param waits those of them that end first
     */
    public record Pass(
            String passId,
            Instant startedAt,
            Instant endedAt,
            long durationMs,
            String result,
            Map<String, Integer> verdicts,
            Map<String, Integer> removals,
            int waiting,
            List<Wait> waits,
            @Nullable Refusal refusal,
            @Nullable String errorCode,
            @Nullable String error) {
        public Pass {
            verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
            removals = Collections.unmodifiableMap(new LinkedHashMap<>(removals));
            waits = List.copyOf(waits);
        }
    }

    /**
     * A stale registration that is not removed yet.
     *
     * @param setting {@code settle-time} or {@code grace-period}
     * @param changes how often its attributes have changed meanwhile
     */
    public record Wait(String instanceId, String setting, Instant until, int changes) {}

    /** The refusal of a pass: the reason, the registrations that it keeps, and the way out. */
    public record Refusal(String rule, String why, List<String> instances, String wayOut) {
        public Refusal {
            instances = List.copyOf(instances);
        }
    }

    /**
     * A suspect region.
     *
     * @param roles to how many roles it is suspect
     */
    public record SuspectRegion(String region, int roles, Instant since) {}

    /**
     * A removal that Cloud Map has accepted.
     *
     * @param at when its pass ended
     * @param address empty if the registration has none
     * @param restoreCommand registers again what its pass removed; null without a state directory
     */
    public record Removal(
            Instant at,
            String serviceId,
            @Nullable String serviceName,
            String instanceId,
            String address,
            String reason,
            String passId,
            @Nullable String restoreCommand) {}
}
