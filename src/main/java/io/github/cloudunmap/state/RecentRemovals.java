package io.github.cloudunmap.state;

import io.github.cloudunmap.state.JournalLine.Removing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The removals of earlier processes in the two newest files of the journal.
 *
 * @param begunAt when the latest removal of each registration began, by {@link JournalLine#keyOf}
 * @param unfinished the removals without an outcome. A removal ends soon after it begins, so its outcome stands in the
 *     same file as its beginning, or in the next file. A removal in an older file has its outcome already
 * @param isTorn whether the last line of the journal was cut off
 */
record RecentRemovals(Map<String, Instant> begunAt, List<Removing> unfinished, boolean isTorn) {
    static final RecentRemovals NONE = new RecentRemovals(Map.of(), List.of(), false);

    RecentRemovals {
        begunAt = Map.copyOf(begunAt);
        unfinished = List.copyOf(unfinished);
    }

    static RecentRemovals of(JournalFiles files) throws IOException, NewerFormatException {
        List<Path> newest =
                files.all().stream().filter(Files::isRegularFile).limit(2).toList();
        Map<String, Instant> begunAt = new HashMap<>();
        Map<String, Removing> unfinished = new LinkedHashMap<>();
        for (int i = newest.size() - 1; i >= 0; i--) {
            try (InputStream in = Files.newInputStream(newest.get(i))) {
                JournalReader.lines(in, line -> {
                    if (line instanceof Removing removing) {
                        unfinished.put(line.key(), removing);
                        begunAt.put(JournalLine.keyOf(line.serviceId(), line.instanceId()), line.time());
                    } else {
                        unfinished.remove(line.key());
                    }
                });
            }
        }
        return new RecentRemovals(begunAt, new ArrayList<>(unfinished.values()), isTorn(files.current()));
    }

    /**
     * Returns the memory without the runs of registrations whose removal began later than the run. The end of such a
     * run is missing in the memory if the process was killed before it saved the memory.
     */
    Memory withoutEndedRuns(Memory memory) {
        return memory.withoutStale((serviceId, stale) -> {
            Instant removal = begunAt.get(JournalLine.keyOf(serviceId, stale.instanceId()));
            return removal != null && removal.isAfter(stale.since());
        });
    }

    private static boolean isTorn(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) > 0 && !JournalFiles.endsWithALineFeed(file);
    }
}
