package io.github.cloudunmap.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the journal with the removals that the AWS has accepted. It reads the files by their documented format and
 * shares no code with the program.
 *
 * <p>It cannot tell a lost answer from another failure: it takes the word of {@code may_be_gone}, and only counts that
 * no more accepted removals have failed than answers were lost. An answer that was lost together with a kill counts as
 * lost, too, though its line has no result; so the count has slack. A client that gives up while AWS still answers is
 * not counted as lost, so the program could be blamed for it.
 */
final class JournalAudit {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "removals.jsonl";
    private static final String DEREGISTERED = "deregistered";
    private static final String UNKNOWN = "unknown";
    private static final String FAILED = "failed";
    /** A removal has two readings, one sending and their deadlines between its two lines. */
    private static final Duration LONGEST_REMOVAL = Duration.ofMinutes(1);

    /**
     * A removal in the journal.
     *
     * @param begun the time of the line before it
     * @param result null if the line after it is missing
     * @param mayBeGone whether the line after it says that the registration may be gone after a failure
     */
    record Entry(
            String service,
            String id,
            Map<String, String> attributes,
            Instant begun,
            @Nullable String result,
            boolean mayBeGone,
            @Nullable String operationId) {
        Entry {
            attributes = Map.copyOf(attributes);
        }

        /** Whether the removal has failed, but may have been accepted all the same. */
        boolean hasLostItsAnswer() {
            return FAILED.equals(result) && mayBeGone;
        }

        boolean mayBe(AcceptedRemoval accepted) {
            return service.equals(accepted.service())
                    && id.equals(accepted.id())
                    && attributes.equals(accepted.attributes())
                    && !begun.isAfter(accepted.at());
        }
    }

    /**
     * The content of a journal.
     *
     * @param lines how many lines it has
     * @param unreadable how many of them are no line of a journal, or an outcome of nothing
     */
    record Journal(List<Entry> entries, int lines, int unreadable) {
        Journal {
            entries = List.copyOf(entries);
        }

        long count(String result) {
            return entries.stream().filter(each -> result.equals(each.result())).count();
        }
    }

    private JournalAudit() {}

    /** Reads the files of a state directory, the oldest first. */
    static Journal read(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> String.valueOf(file.getFileName()).startsWith(NAME))
                    .sorted(Comparator.comparing(JournalAudit::number).reversed())
                    .toList();
        }
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            lines.addAll(Files.readAllLines(file));
        }
        return parse(lines);
    }

    private static int number(Path file) {
        String suffix = String.valueOf(file.getFileName()).substring(NAME.length());
        return suffix.isEmpty() ? 0 : Integer.parseInt(suffix.substring(1));
    }

    static Journal parse(List<String> lines) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        int unreadable = 0;
        for (String line : lines) {
            Optional<JsonNode> fields = fields(line);
            if (fields.isEmpty() || !add(fields.get(), entries)) {
                unreadable++;
            }
        }
        return new Journal(List.copyOf(entries.values()), lines.size(), unreadable);
    }

    private static Optional<JsonNode> fields(String line) {
        try {
            return Optional.ofNullable(JSON.readTree(line)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean add(JsonNode line, Map<String, Entry> entries) {
        String service = line.path("service_id").asText();
        String id = line.path("instance_id").asText();
        String key = line.path("pass_id").asText() + " " + service + " " + id;
        Instant time = Instant.parse(line.path("time").asText());
        if (line.path("type").asText().equals("removing")) {
            Map<String, String> attributes = new HashMap<>();
            line.path("attributes")
                    .properties()
                    .forEach(each ->
                            attributes.put(each.getKey(), each.getValue().asText()));
            return entries.put(key, new Entry(service, id, attributes, time, null, false, null)) == null;
        }
        Entry begun = entries.get(key);
        if (begun == null || begun.result() != null) {
            return false;
        }
        String operationId = line.path("operation_id").textValue();
        String result = line.path("result").asText();
        boolean mayBeGone = line.path("may_be_gone").asBoolean();
        entries.put(key, new Entry(service, id, begun.attributes(), begun.begun(), result, mayBeGone, operationId));
        return true;
    }

    /**
     * Returns what is wrong: a removal without its lines, a line that promises a removal which never was, and a
     * missing outcome that no kill explains.
     *
     * @param kills when a process was killed
     * @param lostAnswers how many answers to accepted removals were lost
     */
    static List<String> problems(
            List<AcceptedRemoval> accepted, Journal journal, List<Instant> kills, long lostAnswers) {
        List<String> problems = new ArrayList<>();
        Map<String, Entry> byOperation = new HashMap<>();
        Map<String, List<Entry>> byPlace = new HashMap<>();
        for (Entry entry : journal.entries()) {
            if (DEREGISTERED.equals(entry.result())) {
                byOperation.put(String.valueOf(entry.operationId()), entry);
            } else {
                byPlace.computeIfAbsent(entry.service() + " " + entry.id(), place -> new ArrayList<>())
                        .add(entry);
            }
        }
        Set<Entry> used = new HashSet<>();
        for (AcceptedRemoval removal : accepted) {
            Entry told = byOperation.remove(removal.operationId());
            if (told != null) {
                if (!told.mayBe(removal)) {
                    problems.add("the line is not the one of the removal: " + told + " of " + removal);
                }
                continue;
            }
            Optional<Entry> untold = byPlace.getOrDefault(removal.service() + " " + removal.id(), List.of()).stream()
                    .filter(entry -> leavesOpen(entry) && entry.mayBe(removal) && !used.contains(entry))
                    .max(Comparator.comparing(Entry::begun));
            untold.ifPresentOrElse(used::add, () -> problems.add("no line before the removal: " + removal));
        }
        byOperation.values().forEach(entry -> problems.add("AWS never got the removal: " + entry));
        for (Entry entry : journal.entries()) {
            boolean isOpen = entry.result() == null || UNKNOWN.equals(entry.result());
            if (isOpen && kills.stream().noneMatch(kill -> explains(kill, entry))) {
                problems.add("no kill explains that the outcome is missing: " + entry);
            }
        }
        long failedOfAccepted = used.stream().filter(Entry::hasLostItsAnswer).count();
        if (failedOfAccepted > lostAnswers) {
            problems.add(failedOfAccepted + " accepted removals have failed by their lines, but only " + lostAnswers
                    + " answers were lost");
        }
        if (journal.unreadable() > kills.size()) {
            problems.add(journal.unreadable() + " lines cannot be read after " + kills.size() + " kills");
        }
        return problems;
    }

    /** Whether the removal may have been accepted by what the journal says. */
    private static boolean leavesOpen(Entry entry) {
        return entry.result() == null || Objects.equals(entry.result(), UNKNOWN) || entry.hasLostItsAnswer();
    }

    private static boolean explains(Instant kill, Entry entry) {
        return !entry.begun().isAfter(kill) && entry.begun().isAfter(kill.minus(LONGEST_REMOVAL));
    }
}
