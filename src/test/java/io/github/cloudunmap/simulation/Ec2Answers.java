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
    /**
     * How old the answers of the plan may be when its last readings begin, and how long before the sending those are.
     */
    private static final long LONGEST_TRUST =
            Duration.ofMinutes(5).plusSeconds(15).toNanos();
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
    private final boolean accountsAreTold;
    private final List<Answer> answers = new ArrayList<>();
    /** What the services have listed. */
    private final Set<String> wanted = new HashSet<>();
    /** By region, those of them that were live when last told of, and since the last lie. */
    private final Map<String, Set<String>> knownLive = new HashMap<>();

    /** By region, when it told the first lie since it last showed life. */
    private final Map<String, Long> untrueSince = new HashMap<>();

    private boolean showedOurs;
    /** Whether a process before has seen ours, and this one knows of that. */
    private boolean remembersOurs;
    /** When another account was first shown to one that has only heard of ours. */
    private OptionalLong anothersSince = OptionalLong.empty();
    /** Whether the latest answer with an instance was another account's. */
    private boolean showsAnothers;
    /** When that was requested. */
    private long accountShownAt;

    /** @param accountsAreTold whether every registration tells which account made it */
    Ec2Answers(Duration suspectHold, boolean accountsAreTold) {
        this.suspectHold = suspectHold;
        this.accountsAreTold = accountsAreTold;
    }

    /** What one process knows that the next one may be expected to know, too. */
    record Remembered(
            Map<String, Set<String>> knownLive,
            Map<String, Long> untrueSince,
            boolean ours,
            OptionalLong anothersSince) {
        static final Remembered NOTHING = new Remembered(Map.of(), Map.of(), false, OptionalLong.empty());

        /** With all times later by so much. */
        Remembered later(long by) {
            Map<String, Long> later = new HashMap<>();
            untrueSince.forEach((region, at) -> later.put(region, at + by));
            return new Remembered(
                    knownLive,
                    later,
                    ours,
                    anothersSince.isPresent() ? OptionalLong.of(anothersSince.getAsLong() + by) : anothersSince);
        }
    }

    Remembered remembered() {
        Map<String, Set<String>> known = new HashMap<>();
        knownLive.forEach((region, ids) -> known.put(region, Set.copyOf(ids)));
        return new Remembered(
                known,
                Map.copyOf(untrueSince),
                showedOurs || remembersOurs,
                showedOurs ? OptionalLong.empty() : anothersSince);
    }

    void remember(Remembered earlier) {
        earlier.knownLive.forEach((region, ids) -> knownLive.put(region, new HashSet<>(ids)));
        untrueSince.putAll(earlier.untrueSince);
        remembersOurs = earlier.ours;
        anothersSince = earlier.anothersSince;
    }

    void want(Collection<String> ids) {
        wanted.addAll(ids);
    }

    void forget(String id) {
        wanted.remove(id);
        knownLive.values().forEach(known -> known.remove(id));
    }

    /** An answer by id, true or not. */
    void add(String region, String requestId, long requestedAt, Set<String> ids, long now) {
        answers.removeIf(answer -> answer.requestedAt < now - LONGEST_MEMORY);
        answers.add(new Answer(region, requestId, requestedAt, now, ids));
    }

    /** The answer was no true one. */
    void lied(String region, long now) {
        untrueSince.putIfAbsent(region, now);
    }

    /** It was true, and showed these of the ids alive. */
    void told(String region, Set<String> ids, Set<String> live) {
        Set<String> known = known(region);
        if (!live.isEmpty() && untrueSince.remove(region) != null) {
            known.clear();
        }
        known.removeAll(ids);
        live.stream().filter(wanted::contains).forEach(known::add);
        showedOurs |= live.stream().anyMatch(wanted::contains);
    }

    /**
     * An answer or a page shows instances.
     *
     * @param isTrue whether they are ours and the answer is no lie. A lie need not convince the process: it refuses an
     *     answer by id that shows a stranger.
     */
    void shown(boolean areAnothers, boolean isTrue, long requestedAt) {
        if (requestedAt >= accountShownAt) {
            showsAnothers = areAnothers;
            if (isTrue) {
                anothersSince = OptionalLong.empty();
            } else if (areAnothers && anothersSince.isEmpty()) {
                anothersSince = OptionalLong.of(requestedAt);
            }
            accountShownAt = requestedAt;
        }
    }

    private Set<String> known(String region) {
        return knownLive.computeIfAbsent(region, r -> new HashSet<>());
    }

    /** How many of them it has seen live there. */
    int known(String region, Set<String> ids) {
        return (int) known(region).stream().filter(ids::contains).count();
    }

    boolean isKnown(String region, String id) {
        return known(region).contains(id);
    }

    /**
     * Whether the process is bound to suspect an answer that shows nothing of the region: it has seen enough live
     * there, and the region has not lied for as long as it is suspect.
     */
    boolean mustSuspect(String region, long requestedAt) {
        long since = untrueSince.getOrDefault(region, requestedAt);
        return known(region).size() >= ENOUGH_TO_SUSPECT && requestedAt - since < suspectHold.toNanos();
    }

    /**
     * Whether the process is bound to suspect an answer for another account: it has seen whose credentials these are,
     * or that the region has lost what lived there. One that has only heard of ours does so for as long as a region is
     * suspect. One that does not know ours at all can only go by what registrations tell.
     */
    boolean mustSuspectAnothers(String region, long requestedAt) {
        boolean isToldApart = showsAnothers || mustSuspect(region, requestedAt);
        if (showedOurs) {
            return isToldApart;
        }
        boolean isSuspect = requestedAt - anothersSince.orElse(requestedAt) < suspectHold.toNanos();
        return accountsAreTold || (remembersOurs && isToldApart && isSuspect);
    }

    /** Whether an instance of our account was ever shown to this process, or to one that it knows of. */
    boolean haveShownOurs() {
        return showedOurs || remembersOurs;
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
