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

/** What EC2 has told the process that runs, and where it lied. */
final class Ec2Answers {
    /** How old the answers behind a removal may be, and how long a second look at the registration may take. */
    private static final long LONGEST_TRUST =
            Duration.ofMinutes(5).plusSeconds(20).toNanos();
    /** No pass takes longer than that. */
    private static final long LONGEST_MEMORY = Duration.ofHours(2).toNanos();
    /** So many live ones, and a region that has none of them any more is suspect. */
    private static final int ENOUGH_TO_SUSPECT = 3;

    /** An answer to a question for these ids, read whole. */
    private record Answer(String region, String requestId, long requestedAt, Set<String> ids) {}

    /**
     * A region answered that it has nothing, which is not true.
     *
     * @param since when it began to
     * @param firstToldAt when it did so first since it last showed life
     * @param toldAt when it did so
     * @param unnoticed whether the process that runs knew too little to be surprised
     */
    private record Lie(String region, long since, long firstToldAt, long toldAt, boolean unnoticed) {
        boolean isOfTheSameTime(String lying, long lyingSince) {
            return region.equals(lying) && since == lyingSince;
        }
    }

    private final Duration suspectHold;
    private final List<Answer> answers = new ArrayList<>();
    /** What the services have listed. */
    private final Set<String> wanted = new HashSet<>();
    /** By region, those of them that were live when last told of. */
    private final Map<String, Set<String>> knownLive = new HashMap<>();

    /** By region, when it told the first lie since it last showed life: whether it lied in between nobody has asked. */
    private final Map<String, Long> untrueSince = new HashMap<>();

    private final List<Lie> lies = new ArrayList<>();

    Ec2Answers(Duration suspectHold) {
        this.suspectHold = suspectHold;
    }

    void forgetAll() {
        answers.clear();
        untrueSince.clear();
        wanted.clear();
        knownLive.clear();
    }

    void want(Collection<String> ids) {
        wanted.addAll(ids);
    }

    void forget(String id) {
        wanted.remove(id);
        knownLive.values().forEach(known -> known.remove(id));
    }

    /** @param emptySince when the region began to lie, if it did when it was asked */
    void add(
            String region,
            String requestId,
            long requestedAt,
            OptionalLong emptySince,
            Set<String> ids,
            Set<String> live,
            long now) {
        answers.removeIf(answer -> answer.requestedAt < now - LONGEST_MEMORY);
        answers.add(new Answer(region, requestId, requestedAt, ids));
        Set<String> known = knownLive.computeIfAbsent(region, r -> new HashSet<>());
        if (emptySince.isPresent()) {
            long since = emptySince.getAsLong();
            List<Lie> before = lies.stream()
                    .filter(lie -> lie.isOfTheSameTime(region, since))
                    .toList();
            boolean unnoticed =
                    known.size() < ENOUGH_TO_SUSPECT || before.stream().anyMatch(Lie::unnoticed);
            long firstToldAt = untrueSince.computeIfAbsent(region, r -> now);
            lies.removeIf(lie -> lie.toldAt < now - LONGEST_MEMORY);
            lies.add(new Lie(region, since, firstToldAt, now, unnoticed));
            if (!unnoticed) {
                return;
            }
        }
        if (emptySince.isEmpty() && !live.isEmpty()) {
            untrueSince.remove(region);
        }
        known.removeAll(ids);
        live.stream().filter(wanted::contains).forEach(known::add);
    }

    /** Whether the region answered for the id, asked since then. */
    boolean any(String region, String id, long notBefore) {
        return answers.stream()
                .anyMatch(answer ->
                        answer.region.equals(region) && answer.requestedAt >= notBefore && answer.ids.contains(id));
    }

    /** Whether these answers are all young enough to be relied on. */
    boolean areRecent(Collection<String> requestIds, long now) {
        return answers.stream()
                .filter(answer -> answer.requestedAt >= now - LONGEST_TRUST)
                .map(Answer::requestId)
                .toList()
                .containsAll(requestIds);
    }

    /** Whether the region lied in a way that nobody could have noticed, or for longer than it is doubted. */
    boolean misled(String region, long now) {
        return lies.stream()
                .filter(lie -> lie.region.equals(region) && lie.toldAt >= now - LONGEST_TRUST)
                .anyMatch(lie -> lie.unnoticed || now - lie.firstToldAt >= suspectHold.toNanos());
    }
}
