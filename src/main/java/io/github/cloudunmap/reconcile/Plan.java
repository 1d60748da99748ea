package io.github.cloudunmap.reconcile;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The verdicts of one pass, and the decision that follows from them.
 *
 * @param waiting the stale registrations that are still settling or in grace; empty if the pass is refused because of
 *     "never all" or a suspect region
 * @param staleSince the streaks of stale verdicts, which the service's next pass needs for grace and settling
 */
public record Plan(List<Judgement> judgements, List<Waiting> waiting, Decision decision, StaleSince staleSince) {
    public Plan {
        judgements = List.copyOf(judgements);
        waiting = List.copyOf(waiting);
    }

    /**
     * A stale registration that is not removed yet. All times are in the nanoseconds of {@link TimeSource#nanos()}.
     *
     * @param until the earliest time at which a pass can remove the registration
     * @param settles whether the registration waits until EC2's answers have agreed for {@code settle-time} that it is
     *     stale; false if it waits until every pass has found it stale for {@code grace-period}
     * @param changes how often the registration's attributes have changed while it was stale
     */
    public record Waiting(RegisteredInstance instance, long until, boolean settles, int changes) {}

    /** Returns when the first waiting registration can be removed, in monotonic nanoseconds. */
    public OptionalLong waitsUntil() {
        return waiting.stream().mapToLong(Waiting::until).reduce(TimeSource::earlier);
    }

    /** Returns when the last wait for settling ends, in monotonic nanoseconds. Waits for grace do not count. */
    public OptionalLong settledAt() {
        return waiting.stream()
                .filter(Waiting::settles)
                .mapToLong(Waiting::until)
                .reduce(TimeSource::later);
    }

    /** A registered instance and its verdict. */
    public record Judgement(RegisteredInstance instance, Verdict verdict) {
        Optional<Removal> ifStale() {
            return verdict instanceof Verdict.Stale stale
                    ? Optional.of(new Removal(instance, stale))
                    : Optional.empty();
        }
    }

    /** A registration to remove, and why. */
    public record Removal(RegisteredInstance instance, Verdict.Stale verdict) {}

    /** The decision that follows from the verdicts. */
    public sealed interface Decision {}

    /** No registration is stale, or all stale ones are in grace or settling. */
    public record NothingToDo() implements Decision {}

    /** These registrations are to be removed. */
    public record Deregister(List<Removal> removals) implements Decision {
        public Deregister {
            removals = List.copyOf(removals);
        }
    }

    /**
     * Registrations are stale, but a safety rule keeps the pass from removing any.
     *
     * @param why the reason, in words
     * @param instances the ids of the registrations that the rule keeps
     * @param wayOut how the refusal ends or can be ended, in words
     */
    public record Refused(Rule rule, String why, List<String> instances, String wayOut) implements Decision {
        private static final int MOST_NAMED = 10;

        public Refused {
            instances = List.copyOf(instances);
        }

        /** Returns the first ten of the ids, and the number of those left out. */
        public String named() {
            String first = instances.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
            int more = instances.size() - MOST_NAMED;
            return more > 0 ? first + " and " + more + " more" : first;
        }

        /** Returns in one sentence why the pass is refused, which registrations stay, and how the refusal can end. */
        public String inWords() {
            return why + "; " + named() + (instances.size() == 1 ? " stays" : " stay") + " registered; " + wayOut;
        }
    }

    /** The safety rules that refuse a pass. */
    public enum Rule {
        SUSPECT_REGION,
        NEVER_ALL,
        MAX_DEREGISTRATIONS;

        @Override
        public String toString() {
            return Label.of(this);
        }
    }

    /** Returns the number of verdicts of this kind. */
    public int count(Verdict.Kind kind) {
        return (int) judgements.stream().filter(j -> j.verdict().kind() == kind).count();
    }

    /**
     * The streaks of stale verdicts of one service: since when each registration has been stale in the plan of every
     * pass. A streak ends if a plan has another verdict on the registration or does not have the registration, or if
     * an attribute of the registration changes.
     */
    public record StaleSince(Map<Registration, Streak> streaks) {
        /** No streaks of stale verdicts, as for a service that no pass has looked at yet. */
        public static final StaleSince NONE = new StaleSince(Map.of());

        /** Identifies a registration by its id and all its attributes. So if an attribute changes, its streak ends. */
        public record Registration(String id, Map<String, String> attributes) {
            public Registration {
                attributes = Map.copyOf(attributes);
            }

            static Registration of(RegisteredInstance instance) {
                return new Registration(instance.id(), instance.attributes());
            }
        }

        /**
         * An unbroken sequence of stale verdicts. Both times are in the nanoseconds of {@link TimeSource#nanos()}.
         *
         * @param seenAt when the streak's first pass judged the registration; {@code grace-period} counts from here
         * @param settlesFrom when the answers behind the streak's first verdict had arrived; {@code settle-time}
         *     counts from here. If a later answer leaves out an id that EC2 showed alive before, settling starts again
         *     when that answer arrives. Settling never counts from a request: an answer can take minutes, and can show
         *     the state right before its arrival
         * @param changes how often the attributes have changed so far while the registration was stale
         * @param alive the EC2 ids that the registration names (it can name two) and whose instances the streak's last
         *     pass showed live, but stopped or at another address. Refused passes after it can only add ids
         * @param isRemembered whether the streak is from before a restart, and no pass has continued it since.
         *     Settling begins with the pass that continues it. Grace counts on meanwhile. A pass that is refused
         *     because of "never all" or a suspect region continues no streak
         */
        public record Streak(long seenAt, long settlesFrom, int changes, Set<String> alive, boolean isRemembered) {
            public Streak {
                alive = Set.copyOf(alive);
            }

            /** A streak of stale verdicts that a pass of this process has begun or continued. */
            public Streak(long seenAt, long settlesFrom, int changes, Set<String> alive) {
                this(seenAt, settlesFrom, changes, alive, false);
            }

            /** A streak from before a restart: its grace goes on from {@code seenAt}, and its settling begins anew. */
            public static Streak remembered(long seenAt, int changes) {
                return new Streak(seenAt, seenAt, changes, Set.of(), true);
            }

            private Streak goOn(Verdict.Stale verdict, long now) {
                return new Streak(
                        seenAt,
                        isRemembered || verdict.losesSightOf(alive) ? now : settlesFrom,
                        changes,
                        verdict.alive());
            }

            /**
             * Returns this streak after a pass that was refused because of "never all" or a suspect region (a region
             * whose answers are not trusted). Such a pass adds the ids that its answers show alive to {@code alive}.
             * It takes none away, because its answers may leave out an id by accident.
             */
            private Streak keep(Verdict.Stale verdict) {
                Set<String> either = new HashSet<>(alive);
                either.addAll(verdict.alive());
                return new Streak(seenAt, settlesFrom, changes, either, isRemembered);
            }
        }

        public StaleSince {
            streaks = Map.copyOf(streaks);
        }

        /**
         * Returns the streaks of stale verdicts after a pass that saw exactly these registrations stale.
         *
         * @param now the monotonic clock in nanoseconds, read after the last answer had arrived
         */
        StaleSince seenStale(Collection<Plan.Removal> stale, long now) {
            Map<String, Integer> changes = new HashMap<>();
            streaks.forEach(
                    (registration, streak) -> changes.merge(registration.id(), streak.changes() + 1, Math::max));
            Map<Registration, Streak> next = new HashMap<>();
            for (Plan.Removal removal : stale) {
                Registration registration = Registration.of(removal.instance());
                Verdict.Stale verdict = removal.verdict();
                next.put(
                        registration,
                        Optional.ofNullable(streaks.get(registration))
                                .map(streak -> streak.goOn(verdict, now))
                                .orElseGet(() -> new Streak(
                                        now, now, changes.getOrDefault(registration.id(), 0), verdict.alive())));
            }
            return new StaleSince(next);
        }

        /**
         * Returns the streaks of stale verdicts after a pass that was refused because of "never all" or a suspect
         * region. Such a pass begins no streak. It ends the streaks of registrations that it does not find stale.
         */
        StaleSince keeping(Collection<Plan.Removal> stale) {
            Map<Registration, Streak> kept = new HashMap<>();
            for (Plan.Removal removal : stale) {
                Registration registration = Registration.of(removal.instance());
                Optional.ofNullable(streaks.get(registration))
                        .ifPresent(streak -> kept.put(registration, streak.keep(removal.verdict())));
            }
            return new StaleSince(kept);
        }

        /** Returns the wait that ends last, grace or settling; empty if both are over at the time {@code now}. */
        Optional<Plan.Waiting> waiting(Plan.Removal removal, ServicePolicy policy, long now) {
            Streak streak = streaks.get(Registration.of(removal.instance()));
            if (streak == null) {
                throw new IllegalArgumentException(
                        "no streak of " + removal.instance().id());
            }
            long graceEnds = streak.seenAt + policy.gracePeriod().toNanos();
            long settlingEnds = streak.settlesFrom + policy.settleTime().toNanos();
            boolean hasGrace = now - graceEnds < 0;
            boolean settles = !policy.settleTime().isZero()
                    && !removal.verdict().isFinal()
                    && removal.verdict().firstRequestedAt() - settlingEnds < 0;
            if (!hasGrace && !settles) {
                return Optional.empty();
            }
            boolean settlesLast = settles && (!hasGrace || settlingEnds - graceEnds >= 0);
            long until = settlesLast ? settlingEnds : graceEnds;
            return Optional.of(new Plan.Waiting(removal.instance(), until, settlesLast, streak.changes));
        }
    }
}
