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

/**
 * Leaves out of a memory the streaks (unbroken sequences of stale verdicts on one registration) that removals have
 * ended. The removals are those of earlier processes, as the two newest files of the journal have them.
 */
final class RecentRemovals {
    /**
     * The result of a removal that has failed. If the registration cannot be gone, such a removal does not end the
     * registration's streak (an unbroken sequence of stale verdicts).
     */
    private static final String FAILED = RemovalResult.FAILED.toString();

    private RecentRemovals() {}

    /**
     * Returns the memory without the streaks that removals have ended: a removal of the same registration began after
     * the streak's first verdict. The memory still has such a streak if the process was killed before it saved the
     * memory again. Removals that have failed without any effect are ignored. Removals later than {@code now} are
     * ignored too: the wall clock was set back after them.
     */
    static Memory withoutEndedStreaks(Memory memory, JournalFiles files, Instant now)
            throws IOException, NewerFormatException {
        Set<String> stale = new HashSet<>();
        memory.services()
                .forEach(service -> service.stale()
                        .forEach(
                                registration -> stale.add(JournalLine.keyOf(service.id(), registration.instanceId()))));
        Map<String, Map<String, Instant>> begunAt = stale.isEmpty() ? Map.of() : begunAt(stale, files);
        return memory.withoutStale((serviceId, registration) ->
                begunAt
                        .getOrDefault(JournalLine.keyOf(serviceId, registration.instanceId()), Map.of())
                        .values()
                        .stream()
                        .anyMatch(removal -> removal.isAfter(registration.since()) && !removal.isAfter(now)));
    }

    /**
     * Returns when the removals of each of these registrations began, by the pass that made the removal. Leaves out
     * removals that have failed without any effect.
     */
    private static Map<String, Map<String, Instant>> begunAt(Set<String> registrations, JournalFiles files)
            throws IOException, NewerFormatException {
        Map<String, Map<String, Instant>> begunAt = new HashMap<>();
        JournalReader.recent(files, line -> {
            String key = JournalLine.keyOf(line.serviceId(), line.instanceId());
            if (!registrations.contains(key)) {
                return;
            }
            Map<String, Instant> byPass = begunAt.computeIfAbsent(key, registration -> new HashMap<>());
            if (line instanceof Removing) {
                byPass.put(line.passId(), line.time());
            } else if (line instanceof Outcome outcome && outcome.result().equals(FAILED) && !outcome.mayBeGone()) {
                byPass.remove(line.passId());
            }
        });
        return begunAt;
    }
}
