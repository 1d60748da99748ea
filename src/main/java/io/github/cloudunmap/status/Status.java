package io.github.cloudunmap.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status of the program at one moment. The components of this record are the keys of {@code /status.json}, in
 * snake case. The keys are an interface, which docs/status.md describes.
 *
 * @param at when the status was gathered
 * @param services first those that the file listed at the start, in file order; then the others as they came
 * @param queues in file order
 * @param selections in the order of their names
 * @param removals the newest first
 */
public record Status(
        Instant at,
        Program program,
        Configuration configuration,
        List<Service> services,
        List<Selection> selections,
        List<SuspectRegion> suspectRegions,
        List<Queue> queues,
        List<Removal> removals) {
    public Status {
        services = List.copyOf(services);
        selections = List.copyOf(selections);
        suspectRegions = List.copyOf(suspectRegions);
        queues = List.copyOf(queues);
        removals = List.copyOf(removals);
    }

    /**
     * The process.
     *
     * @param stateDirectory the state directory, with the journal of removals; null if the process has none
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
     * @param file the file's name; null if the settings come from flags
     * @param lastReload null if there was no reload
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
     * @param frequencyMs the time from one regular pass to the next, in milliseconds
     * @param lastPass null until a pass has ended
     * @param lastSuccessAt null until a pass has succeeded
     * @param addedAt when the service was added: at the start, by a reload, or when a selection found it
     */
    public record Service(
            String serviceId,
            @Nullable String name,
            String region,
            long frequencyMs,
            boolean dryRun,
            @Nullable Pass lastPass,
            @Nullable Instant lastSuccessAt,
            Instant addedAt) {
        Service after(Pass pass) {
            return new Service(
                    serviceId,
                    name,
                    region,
                    frequencyMs,
                    dryRun,
                    pass,
                    pass.result.equals("success") ? pass.endedAt : lastSuccessAt,
                    addedAt);
        }

        /** Returns this service, but with the last pass, last success and {@code addedAt} that {@code earlier} has. */
        Service withPassesOf(Service earlier) {
            return new Service(
                    serviceId,
                    name,
                    region,
                    frequencyMs,
                    dryRun,
                    earlier.lastPass,
                    earlier.lastSuccessAt,
                    earlier.addedAt);
        }

        /** Whether the service is late. If no pass has ended yet, {@code addedAt} stands for the last pass's end. */
        boolean isLate(Instant now) {
            return Status.isLate(lastPass == null ? addedAt : lastPass.endedAt, frequencyMs, now);
        }
    }

    /** Whether a service is late: its last pass ended longer ago than 2 × {@code frequency} + 1 minute. */
    public static boolean isLate(Instant lastPassAt, long frequencyMs, Instant now) {
        return lastPassAt
                .plusMillis(2 * frequencyMs)
                .plus(Duration.ofMinutes(1))
                .isBefore(now);
    }

    /**
     * A selection: an entry of the configuration file. The entry finds its services in Cloud Map.
     *
     * @param services how many services of this selection are in effect
     * @param lastSuccessAt when a reading of this process last took effect; null if none has
     * @param problem why the latest reading did not take effect; null if it did, or if there was no reading yet
     */
    public record Selection(
            String name,
            int services,
            @Nullable Instant lastSuccessAt,
            @Nullable String problem) {}

    /**
     * A pass that has ended.
     *
     * @param result {@code success}, {@code error} or {@code refused}
     * @param verdicts the number of registrations by verdict; empty if the pass failed before it could judge
     * @param removals the number of planned removals by result
     * @param waiting the number of stale registrations that wait for settle-time or grace-period
     * @param waits these registrations, sorted by the end of their wait. If there are many, the last are left out
     * @param refusal null if the pass was not refused
     * @param errorCode the code of the failure that ended the pass; null if none did
     * @param error the message of that failure; null if there is none
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
     * @param setting the setting that the registration waits for: {@code settle-time} or {@code grace-period}
     * @param until when the wait ends
     * @param changes how often the registration's attributes have changed while it was stale
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
     * @param roles the number of roles for which EC2's answers in the region are suspect
     */
    public record SuspectRegion(String region, int roles, Instant since) {}

    /**
     * A queue of EC2's events.
     *
     * @param lastReadAt when the queue was last read with success; null if never
     * @param error null unless reading or deleting messages failed at the last attempt
     * @param events how many messages had each result; under {@code failed}, how many requests to the queue failed
     */
    public record Queue(
            String url,
            @Nullable Instant lastReadAt,
            @Nullable QueueError error,
            Map<String, Long> events) {
        public Queue {
            events = Collections.unmodifiableMap(new LinkedHashMap<>(events));
        }

        Queue readAt(Instant at) {
            return new Queue(url, at, error, events);
        }

        Queue with(@Nullable QueueError present) {
            return new Queue(url, lastReadAt, present, events);
        }

        Queue counting(String result) {
            Map<String, Long> counted = new LinkedHashMap<>(events);
            counted.merge(result, 1L, Long::sum);
            return new Queue(url, lastReadAt, error, counted);
        }
    }

    /**
     * Why messages of a queue cannot be read or deleted.
     *
     * @param code the error code of the last failure
     * @param since when the first of the failures in a row came
     * @param canBeRead true if the last failure was that messages could not be deleted; false if the queue could not
     *     be read
     */
    public record QueueError(String code, Instant since, String message, boolean canBeRead) {}

    /**
     * A removal that Cloud Map has accepted.
     *
     * @param at when the pass that made the removal ended; for a removal of an earlier process, when the removal began
     * @param address the registered IPv4 and IPv6 address; empty if neither is a plain address
     * @param restoreCommand the command that registers again all that the pass removed; null without a state directory
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
