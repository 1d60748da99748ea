package io.github.cloudunmap.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What EC2 has told one process by id. All times in nanoseconds. */
final class Ec2Answers {
    /** How old the answers of the plan may be, and how long a turn and the last readings may take. */
    private static final long LONGEST_TRUST =
            Duration.ofMinutes(5).plusSeconds(90 + 20).toNanos();
    /** No pass takes longer than that. */
    private static final long LONGEST_MEMORY = Duration.ofHours(2).toNanos();
    /** So many live ones, and a region that has none of them any more is suspect. */
    private static final int ENOUGH_TO_SUSPECT = 3;

    /** An answer to a question for these ids, read whole. */
    private record Answer(String region, String requestId, long requestedAt, long answeredAt, Set<String> ids) {
        boolean isOf(String ofRegion, String id) {
            return region.equals(ofRegion) && ids.contains(id);
        }
    }

    private final Duration suspectHold;
    private final List<Answer> answers = new ArrayList<>();
    /** What the services have listed. */
    private final Set<String> wanted = new HashSet<>();
    /** By region, those of them that were live when last told of. */
    private final Map<String, Set<String>> knownLive = new HashMap<>();

    /** By region, when it told the first lie since it last showed life. */
    private final Map<String, Long> untrueSince = new HashMap<>();

    Ec2Answers(Duration suspectHold) {
        this.suspectHold = suspectHold;
    }

    void want(Collection<String> ids) {
        wanted.addAll(ids);
    }

    void forget(String id) {
        wanted.remove(id);
        knownLive.values().forEach(known -> known.remove(id));
    }

    /** @param live what it shows of the ids; empty also if it is a lie, which shows nothing */
    void add(
            String region,
            String requestId,
            long requestedAt,
            boolean isLie,
            Set<String> ids,
            Set<String> live,
            long now) {
        answers.removeIf(answer -> answer.requestedAt < now - LONGEST_MEMORY);
        answers.add(new Answer(region, requestId, requestedAt, now, ids));
        if (isLie) {
            untrueSince.putIfAbsent(region, now);
            return;
        }
        if (!live.isEmpty()) {
            untrueSince.remove(region);
        }
        Set<String> known = known(region);
        known.removeAll(ids);
        live.stream().filter(wanted::contains).forEach(known::add);
    }

    private Set<String> known(String region) {
        return knownLive.computeIfAbsent(region, r -> new HashSet<>());
    }

    /**
     * Whether the process is bound to doubt an answer that shows nothing of the region: it has seen enough live there,
     * and the region has not lied for as long as it is doubted.
     */
    boolean wouldDoubt(String region, long requestedAt) {
        long since = untrueSince.getOrDefault(region, requestedAt);
        return known(region).size() >= ENOUGH_TO_SUSPECT && requestedAt - since < suspectHold.toNanos();
    }

    /** Whether the region answered for the id, asked since then. */
    boolean any(String region, String id, long notBefore) {
        return answers.stream().anyMatch(answer -> answer.requestedAt >= notBefore && answer.isOf(region, id));
    }

    /** When the last answer of the region for the id was requested that had come by then. */
    OptionalLong last(String region, String id, long answeredBy) {
        return answers.stream()
                .filter(answer -> answer.answeredAt <= answeredBy && answer.isOf(region, id))
                .mapToLong(Answer::requestedAt)
                .max();
    }

    /** Of the last answers of all regions that were asked for the id, when the one was requested that came first. */
    OptionalLong earliestOfLast(String id, long answeredBy) {
        return answers.stream()
                .map(Answer::region)
                .distinct()
                .map(region -> last(region, id, answeredBy))
                .flatMapToLong(OptionalLong::stream)
                .min();
    }

    /** Whether these answers are all young enough to be relied on. */
    boolean areRecent(Collection<String> requestIds, long now) {
        return answers.stream()
                .filter(answer -> answer.requestedAt >= now - LONGEST_TRUST)
                .map(Answer::requestId)
                .toList()
                .containsAll(requestIds);
    }
}
