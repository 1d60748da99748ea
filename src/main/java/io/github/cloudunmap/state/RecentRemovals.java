package io.github.cloudunmap.state;

import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.state.JournalLine.Outcome;
import io.github.cloudunmap.state.JournalLine.Removing;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The removals of earlier processes in the two newest files of the journal, as far as they end runs of a memory. */
final class RecentRemovals {
    /** The result of a removal that has failed. The memory has the end of its run, if the failure was no refusal. */
    private static final String FAILED = RemovalResult.FAILED.toString();

    private RecentRemovals() {}

    /**
     * Returns the memory without the runs of registrations whose removal began later than the run. The end of such a
     * run is missing in the memory if the process was killed before it saved the memory. A removal later than
     * {@code now} counts for nothing: the wall clock was set back.
     */
    static Memory withoutEndedRuns(Memory memory, JournalFiles files, Instant now)
            throws IOException, NewerFormatException {
        Set<String> stale = new HashSet<>();
        memory.services()
                .forEach(service -> service.stale()
                        .forEach(
                                registration -> stale.add(JournalLine.keyOf(service.id(), registration.instanceId()))));
        Map<String, Instant> begunAt = stale.isEmpty() ? Map.of() : begunAt(stale, files);
        return memory.withoutStale((serviceId, registration) -> {
            Instant removal = begunAt.get(JournalLine.keyOf(serviceId, registration.instanceId()));
            return removal != null && removal.isAfter(registration.since()) && !removal.isAfter(now);
        });
    }

    /** Returns when the latest removal of each of these registrations began, if it is not known to have failed. */
    private static Map<String, Instant> begunAt(Set<String> registrations, JournalFiles files)
            throws IOException, NewerFormatException {
        Map<String, Instant> begunAt = new HashMap<>();
        JournalReader.recent(files, line -> {
            String key = JournalLine.keyOf(line.serviceId(), line.instanceId());
            if (line instanceof Removing && registrations.contains(key)) {
                begunAt.put(key, line.time());
            } else if (line instanceof Outcome outcome && outcome.result().equals(FAILED)) {
                begunAt.remove(key);
            }
        });
        return begunAt;
    }
}
