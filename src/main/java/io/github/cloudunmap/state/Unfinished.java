package io.github.cloudunmap.state;

import io.github.cloudunmap.state.JournalLine.Removing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The removals that the previous process began and did not finish, as the journal shows them.
 *
 * @param removals the removals without an outcome
 * @param isTorn whether the last line of the journal was cut off
 */
record Unfinished(List<Removing> removals, boolean isTorn) {
    Unfinished {
        removals = List.copyOf(removals);
    }

    /**
     * Reads the two newest files of the journal. A removal ends soon after it begins, so its outcome stands in the
     * same file as its beginning, or in the next file. A removal that began in an older file therefore has its outcome
     * already.
     */
    static Unfinished of(JournalFiles files) throws IOException, NewerFormatException {
        Map<String, Removing> begun = new LinkedHashMap<>();
        JournalReader.recent(files, line -> {
            if (line instanceof Removing removing) {
                begun.put(line.key(), removing);
            } else {
                begun.remove(line.key());
            }
        });
        Collection<Removing> open = begun.values();
        return new Unfinished(new ArrayList<>(open), isTorn(files.current()));
    }

    private static boolean isTorn(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) > 0 && !JournalFiles.endsWithALineFeed(file);
    }
}
