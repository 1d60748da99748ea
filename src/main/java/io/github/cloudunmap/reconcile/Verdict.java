package io.github.cloudunmap.reconcile;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The verdict of a pass on one registered instance. Only a {@link Stale} registration can be removed. */
public sealed interface Verdict {
    Kind kind();

    /** The verdict in words, for logs and tables. */
    String why();

    /**
     * Whether the registration stays because EC2 shows its instance alive. Skipped and foreign registrations stay for
     * other reasons.
     */
    default boolean isKeptByEc2() {
        return this instanceof Matched || this instanceof Unknown;
    }

    /** The kinds of verdict, as in logs and metrics. */
    enum Kind {
        SKIPPED,
        FOREIGN,
        MATCHED,
        UNKNOWN,
        STALE,
        OPEN;

        @Override
        public String toString() {
            return Label.of(this);
        }
    }

    /** The registration is not judged, because its addresses or its id cannot be compared with EC2. */
    record Skipped(String why) implements Verdict {
        @Override
        public Kind kind() {
            return Kind.SKIPPED;
        }
    }

    /**
     * This service must not judge the registration. Either another controller made it, or an account that EC2 does not
     * answer for made it. Or its instance is in a region that the service does not read. Or EC2 shows the instance
     * only to another role.
     */
    record Foreign(String why) implements Verdict {
        static Foreign ofAccount(@Nullable String account) {
            return new Foreign("registered by account " + account + ", which EC2 is not read with");
        }

        static Foreign ofPlace(String ec2Id, String region) {
            return new Foreign(
                    "EC2 has shown " + ec2Id + " alive in " + region + ", where it is not looked for in this service");
        }

        @Override
        public Kind kind() {
            return Kind.FOREIGN;
        }
    }

    /** A live instance has one of the ids and every judged address of the registration. */
    record Matched(String region) implements Verdict {
        @Override
        public Kind kind() {
            return Kind.MATCHED;
        }

        @Override
        public String why() {
            return "live in " + region;
        }
    }

    /**
     * A live instance has one of the registration's ids, but EC2's answer may lack addresses of this instance. Either
     * EC2 shows some only later, or the instance has given up its public address, because it is stopping or stopped.
     */
    record Unknown(String region, boolean stopped) implements Verdict {
        /** The verdict if EC2's answer may lack addresses that EC2 shows only later. */
        public Unknown(String region) {
            this(region, false);
        }

        @Override
        public Kind kind() {
            return Kind.UNKNOWN;
        }

        @Override
        public String why() {
            return stopped
                    ? "stopped in " + region + ", so that EC2 shows no public address of it"
                    : "live in " + region + ", but EC2 does not return all its addresses yet";
        }
    }

    /**
     * No live instance has both an id that the registration names and every address that is judged. With
     * {@code unmap-stopped}, a stopping or stopped instance does not count as live here.
     *
     * @param reason why the registration is stale. If the registration names two ids, each id gives a reason, and this
     *     is the one that comes first in {@link StaleReason}
     * @param evidence the answers that the verdict rests on. If an answer shows the instance of an id, that answer is
     *     the evidence for the id. Otherwise, the answers of all regions are the evidence for the id
     * @param alive the ids whose instances EC2 shows alive, but stopped or at another address
     */
    record Stale(StaleReason reason, List<Evidence> evidence, Set<String> alive) implements Verdict {
        public Stale {
            evidence = List.copyOf(evidence);
            alive = Set.copyOf(alive);
        }

        /** The verdict if EC2 shows no instance of the registration's ids alive. */
        public Stale(StaleReason reason, List<Evidence> evidence) {
            this(reason, evidence, Set.of());
        }

        /** Combines one verdict for each id of a registration into the verdict on the registration. */
        static Stale ofAll(List<Stale> grounds) {
            return new Stale(
                    grounds.stream()
                            .map(Stale::reason)
                            .min(Comparator.naturalOrder())
                            .orElseThrow(),
                    grounds.stream()
                            .flatMap(ground -> ground.evidence.stream())
                            .distinct()
                            .toList(),
                    grounds.stream().flatMap(ground -> ground.alive.stream()).collect(Collectors.toSet()));
        }

        /**
         * Whether the reason is not-found, and at least one id in {@code aliveBefore} is no longer shown alive. A
         * single answer may leave out an id by accident. So settling then starts again, although the registration was
         * stale before.
         *
         * @param aliveBefore the ids in {@code alive} of an earlier verdict on the registration
         */
        boolean losesSightOf(Set<String> aliveBefore) {
            return reason == StaleReason.NOT_FOUND && !alive.containsAll(aliveBefore);
        }

        /**
         * Whether EC2 has shown that every instance that the registration names has ended. This cannot become untrue.
         * So the removal does not wait for settling (the time for which EC2's answers must agree,
         * {@code settle-time}).
         */
        public boolean isFinal() {
            return reason.isFinal();
        }

        /**
         * Returns when the earliest of the answers was requested, in the nanoseconds of {@link TimeSource#nanos()}.
         */
        public long firstRequestedAt() {
            return evidence.stream()
                    .mapToLong(Evidence::requestedAt)
                    .reduce(TimeSource::earlier)
                    .orElseThrow();
        }

        @Override
        public Kind kind() {
            return Kind.STALE;
        }

        @Override
        public String why() {
            return reason.toString();
        }

        /** Returns the suspect answers that forbid the removal of this registration. */
        Stream<Evidence> suspectAnswers(RegisteredInstance instance) {
            return evidence.stream()
                    .filter(answer -> answer.suspicion()
                            .filter(suspicion -> suspicion.isAbout(instance))
                            .isPresent());
        }
    }

    /**
     * No verdict yet: EC2 has to answer for these ids first. No plan is made while a verdict is open.
     *
     * @param idsByRegion the ids without a fresh answer, by the region that has to be asked
     */
    record Open(Map<String, Set<String>> idsByRegion) implements Verdict {
        public Open {
            idsByRegion = Map.copyOf(idsByRegion);
        }

        @Override
        public Kind kind() {
            return Kind.OPEN;
        }

        @Override
        public String why() {
            return "waiting for " + String.join(", ", new TreeSet<>(idsByRegion.keySet()));
        }
    }

    /**
     * Why a registered instance is stale. The reasons are ordered from the weakest to the strongest. If a registration
     * names two ids, each id gives a reason, and the one that comes first in this order counts.
     */
    public enum StaleReason {
        NOT_FOUND,
        STOPPED,
        ADDRESS_MISMATCH,
        SHUTTING_DOWN,
        TERMINATED;

        /**
         * Whether this reason stays true for ever. EC2 never revives a terminated instance, and never gives its id to
         * another.
         */
        public boolean isFinal() {
            return this == SHUTTING_DOWN || this == TERMINATED;
        }

        /** The name in logs and tables, such as {@code address-mismatch}. */
        @Override
        public String toString() {
            return Label.of(this);
        }
    }
}
