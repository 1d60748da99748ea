package io.github.cloudunmap.reconcile;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a pass says of one registered instance. All but {@link Stale} are left alone. */
public sealed interface Verdict {
    Kind kind();

    /** The verdict in words, for logs and tables. */
    String why();

    /** Whether EC2 shows it alive: what is skipped or foreign stays as well, but is not EC2's to judge. */
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

    /** Not judged, because of what it is registered as. */
    record Skipped(String why) implements Verdict {
        @Override
        public Kind kind() {
            return Kind.SKIPPED;
        }
    }

    /**
     * Not this service's to judge: registered by another controller, by an account that EC2 is not read with, or for
     * an instance in a region that is not read.
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

    /** A live instance has one of the ids and the address. */
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
     * A live instance has one of the ids, but EC2 does not return all the addresses that it may be registered with:
     * not yet, or not any more, because it is stopped and has given up its public one.
     */
    record Unknown(String region, boolean stopped) implements Verdict {
        /** One whose addresses are still to come. */
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
     * No live instance has both an id that the registration names and its address.
     *
     * @param reason the weakest of the grounds, where it names two ids
     * @param evidence the answers it rests on, for each id: the one that shows the instance, else those of every
     *     region
     * @param alive the ids that EC2 shows stopped or at another address
     */
    record Stale(StaleReason reason, List<Evidence> evidence, Set<String> alive) implements Verdict {
        public Stale {
            evidence = List.copyOf(evidence);
            alive = Set.copyOf(alive);
        }

        /** A verdict on what EC2 does not show, or not any more. */
        public Stale(StaleReason reason, List<Evidence> evidence) {
            this(reason, evidence, Set.of());
        }

        /** What follows from the grounds of every id that a registration names. */
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
         * Whether EC2 leaves out an id here that it showed alive before. One answer may leave it out by
         * accident, so that this has to last by itself.
         */
        boolean losesSightOf(Set<String> aliveBefore) {
            return reason == StaleReason.NOT_FOUND && !alive.containsAll(aliveBefore);
        }

        /**
         * Whether EC2 has shown every id that the registration names as ending or ended, so that no wait is needed.
         */
        public boolean isFinal() {
            return reason.isFinal();
        }

        /** When the earliest of the answers was requested, in the nanoseconds of {@link TimeSource#nanos()}. */
        public long firstRequestedAt() {
            return requestTimes().reduce(TimeSource::earlier).orElseThrow();
        }

        /** When the latest of the answers was requested, in the nanoseconds of {@link TimeSource#nanos()}. */
        public long lastRequestedAt() {
            return requestTimes().reduce(TimeSource::later).orElseThrow();
        }

        private LongStream requestTimes() {
            return evidence.stream().mapToLong(Evidence::requestedAt);
        }

        @Override
        public Kind kind() {
            return Kind.STALE;
        }

        @Override
        public String why() {
            return reason.toString();
        }

        /** The answers that do not suffice to remove this registration yet. */
        Stream<Evidence> doubted(RegisteredInstance instance) {
            return evidence.stream()
                    .filter(answer -> answer.suspicion()
                            .filter(doubt -> doubt.isAbout(instance))
                            .isPresent());
        }
    }

    /**
     * Not decided before EC2 has answered for these ids. No plan is made while a verdict is open.
     *
     * @param idsByRegion the ids that are lacking, by the region that has to be asked for them
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

    /** Why a registered instance is stale. The weakest ground comes first: of several it is the one that counts. */
    public enum StaleReason {
        NOT_FOUND,
        STOPPED,
        ADDRESS_MISMATCH,
        SHUTTING_DOWN,
        TERMINATED;

        /** Whether it can never become untrue: EC2 never revives a terminated instance, nor gives its id to another. */
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
