package io.github.cloudunmap.status;

import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.status.Status.Configuration;
import io.github.cloudunmap.status.Status.Program;
import io.github.cloudunmap.status.Status.Queue;
import io.github.cloudunmap.status.Status.QueueError;
import io.github.cloudunmap.status.Status.Reload;
import io.github.cloudunmap.status.Status.Removal;
import io.github.cloudunmap.status.Status.Selection;
import io.github.cloudunmap.status.Status.Service;
import io.github.cloudunmap.status.Status.SuspectRegion;
import io.github.cloudunmap.text.ShellWord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the current values of the status. Any thread may call it. No call blocks for long. */
public final class StatusBoard {
    private static final int MOST_REMOVALS = 100;

    private final Program program;

    // The fields below are guarded by this.
    private Configuration configuration;
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Map<String, Selection> selections = new TreeMap<>();
    private final Map<String, SuspectRegion> suspects = new TreeMap<>();
    private final Map<String, Queue> queues = new LinkedHashMap<>();
    /** The last removals, the newest first. */
    private final Deque<Removal> removals = new ArrayDeque<>();

    public StatusBoard(Program program, Configuration initial) {
        this.program = program;
        this.configuration = initial;
    }

    /** Adds the service, or takes over its new settings. */
    public synchronized void add(Service service) {
        services.merge(service.serviceId(), service, (earlier, newer) -> newer.withPassesOf(earlier));
    }

    /** Removes the service. A pass of the service that ends later does not add the service again. */
    public synchronized void remove(String serviceId) {
        services.remove(serviceId);
    }

    /** Adds the selection, or updates how many of its services are in effect. */
    public synchronized void showSelection(String name, int services) {
        selections.merge(
                name,
                new Selection(name, services, null, null),
                (earlier, newer) -> new Selection(name, services, earlier.lastSuccessAt(), earlier.problem()));
    }

    /**
     * Notes the result of a reading of the selection (a query of Cloud Map for its services).
     *
     * @param problem why the reading failed or did not take effect; null if it took effect
     */
    public synchronized void readSelection(String name, Instant at, @Nullable String problem) {
        selections.computeIfPresent(
                name,
                (same, before) ->
                        new Selection(name, before.services(), problem == null ? at : before.lastSuccessAt(), problem));
    }

    public synchronized void removeSelection(String name) {
        selections.remove(name);
    }

    /** Takes the report of a pass. */
    public synchronized void ended(ReconcileReport report) {
        Service service =
                services.computeIfPresent(report.serviceId(), (id, earlier) -> earlier.after(PassStatus.of(report)));
        String name = service == null ? null : service.name();
        report.outcomes().stream()
                .filter(outcome -> outcome.result() == RemovalResult.DEREGISTERED)
                .forEach(outcome -> removals.addFirst(removal(report, outcome, name)));
        while (removals.size() > MOST_REMOVALS) {
            removals.removeLast();
        }
    }

    /** Adds a removal that is older than every removal added so far, such as one that an earlier process made. */
    public synchronized void earlier(
            Instant at, String serviceId, RegisteredInstance instance, String reason, String passId) {
        if (removals.size() < MOST_REMOVALS) {
            Service service = services.get(serviceId);
            removals.addLast(new Removal(
                    at,
                    serviceId,
                    service == null ? null : service.name(),
                    instance.id(),
                    instance.shownAddresses(),
                    reason,
                    passId,
                    restoreCommand(passId)));
        }
    }

    private Removal removal(ReconcileReport report, ReconcileReport.Outcome outcome, @Nullable String serviceName) {
        return new Removal(
                report.endedAt(),
                report.serviceId(),
                serviceName,
                outcome.removal().instance().id(),
                outcome.removal().instance().shownAddresses(),
                outcome.removal().verdict().reason().toString(),
                report.passId(),
                restoreCommand(report.passId()));
    }

    private @Nullable String restoreCommand(String passId) {
        String directory = program.stateDirectory();
        return directory == null
                ? null
                : "aws-cloud-unmap restore --state-directory " + ShellWord.quoted(directory) + " --pass " + passId;
    }

    /**
     * Notes that a region, as it is read with one role, became suspect or is trusted again.
     *
     * @param change 1 if the region became suspect, -1 if it is trusted again; 0 changes nothing
     */
    public synchronized void suspected(String region, int change, Instant at) {
        SuspectRegion before = suspects.getOrDefault(region, new SuspectRegion(region, 0, at));
        SuspectRegion after = new SuspectRegion(region, before.roles() + change, before.since());
        if (after.roles() > 0) {
            suspects.put(region, after);
        } else {
            suspects.remove(region);
        }
    }

    /**
     * Adds a queue that has not been read yet.
     *
     * @param results the possible results of a message
     */
    public synchronized void addQueue(String url, List<String> results) {
        Map<String, Long> events = new LinkedHashMap<>();
        results.forEach(result -> events.put(result, 0L));
        queues.put(url, new Queue(url, null, null, events));
    }

    /**
     * Notes that the queue was read. An error of the queue stays until {@link #queueRecovered}, because the messages
     * still have to be deleted, and this can fail.
     */
    public synchronized void queueRead(String url, Instant at) {
        queues.computeIfPresent(url, (same, queue) -> queue.readAt(at));
    }

    /** Counts a message from this queue of EC2's events, or a failed request to the queue. */
    public synchronized void queueTaken(String url, String result) {
        queues.computeIfPresent(url, (same, queue) -> queue.counting(result));
    }

    /** @param canBeRead true if messages were read but could not be deleted; false if the queue could not be read */
    public synchronized void queueFailed(String url, String code, String message, boolean canBeRead, Instant at) {
        queues.computeIfPresent(url, (same, queue) -> {
            QueueError before = queue.error();
            return queue.with(new QueueError(code, before == null ? at : before.since(), message, canBeRead));
        });
    }

    /** Removes the error of the queue: the queue can be read again, or its messages can be deleted again. */
    public synchronized void queueRecovered(String url) {
        queues.computeIfPresent(url, (same, queue) -> queue.with(null));
    }

    /**
     * Notes that a new configuration is in effect.
     *
     * @param changes the changes in words
     */
    public synchronized void reloaded(String sha256, Instant at, String changes) {
        configuration = new Configuration(configuration.file(), sha256, at, new Reload(at, true, changes));
    }

    /**
     * Notes that a new configuration could not be taken over.
     *
     * @param why the reason in words
     */
    public synchronized void notReloaded(Instant at, String why) {
        configuration = new Configuration(
                configuration.file(), configuration.sha256(), configuration.loadedAt(), new Reload(at, false, why));
    }

    public synchronized Status at(Instant now) {
        return new Status(
                now,
                program,
                configuration,
                List.copyOf(services.values()),
                List.copyOf(selections.values()),
                List.copyOf(suspects.values()),
                List.copyOf(queues.values()),
                List.copyOf(removals));
    }
}
