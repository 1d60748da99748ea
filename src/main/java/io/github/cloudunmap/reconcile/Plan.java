package io.github.cloudunmap.reconcile;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The verdicts of one pass and what follows from them.
 *
 * @param waiting the stale registrations that have not settled yet, or still have their grace
 * @param staleSince what the service's next pass is to know about grace and settling
 */
public record Plan(List<Judgement> judgements, List<Waiting> waiting, Decision decision, StaleSince staleSince) {
    public Plan {
        judgements = List.copyOf(judgements);
        waiting = List.copyOf(waiting);
    }

    /**
     * A stale registration that is not removed yet.
     *
     * @param until when a pass can remove it, in the nanoseconds of {@link TimeSource#nanos()}
     * @param settles whether it waits for a later answer of EC2, and not only for its grace
     * @param changes how often it was registered anew with other attributes while it was stale
     */
    public record Waiting(RegisteredInstance instance, long until, boolean settles, int changes) {}

    /** When the first of those that wait can be removed, in the nanoseconds of {@link TimeSource#nanos()}. */
    public OptionalLong waitsUntil() {
        return waiting.stream().mapToLong(Waiting::until).reduce(TimeSource::earlier);
    }

    /** When the last of those that settle can be removed, in the nanoseconds of {@link TimeSource#nanos()}. */
    public OptionalLong settledAt() {
        return waiting.stream()
                .filter(Waiting::settles)
                .mapToLong(Waiting::until)
                .reduce(TimeSource::later);
    }

    /** A registered instance and what the pass says of it. */
    public record Judgement(RegisteredInstance instance, Verdict verdict) {
        Optional<Removal> ifStale() {
            return verdict instanceof Verdict.Stale stale
                    ? Optional.of(new Removal(instance, stale))
                    : Optional.empty();
        }
    }

    /** A registration to remove, and why. */
    public record Removal(RegisteredInstance instance, Verdict.Stale verdict) {}

    /** What follows from the verdicts. */
    public sealed interface Decision {}

    /** Nothing is stale, or what is stale still waits. */
    public record NothingToDo() implements Decision {}

    /** These registrations are to be removed. */
    public record Deregister(List<Removal> removals) implements Decision {
        public Deregister {
            removals = List.copyOf(removals);
        }
    }

    /** Something is stale, but a safety rule keeps the pass from removing anything. */
    public record Refused(Rule rule, String why) implements Decision {}

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

    /** How many of the verdicts are of this kind. */
    public int count(Verdict.Kind kind) {
        return (int) judgements.stream().filter(j -> j.verdict().kind() == kind).count();
    }

    /**
     * Since when each stale registration of a service has been stale in every pass. A registration that a pass does not
     * see stale is forgotten, and one that is made anew with any other attribute starts anew.
     */
    public record StaleSince(Map<Registration, Run> runs) {
        /** What a fresh start knows. */
        public static final StaleSince NONE = new StaleSince(Map.of());

        /** A registration that a run is counted for. */
        public record Registration(String id, Map<String, String> attributes) {
            public Registration {
                attributes = Map.copyOf(attributes);
            }

            static Registration of(RegisteredInstance instance) {
                return new Registration(instance.id(), instance.attributes());
            }
        }

        /**
         * An unbroken run of stale verdicts. Both times are in the nanoseconds of {@link TimeSource#nanos()}.
         *
         * @param seenAt when the first of these passes judged it, which grace counts from
         * @param requestedAt when the last answer behind the verdict was requested that settling counts from: the first
         *     one, or the first that does not show alive what an earlier one did
         * @param changes how often the registration had changed before, while it was stale
         * @param alive the ids that EC2 showed stopped or at another address in the last of these passes
         */
        public record Run(long seenAt, long requestedAt, int changes, Set<String> alive) {
            public Run {
                alive = Set.copyOf(alive);
            }

            private Run goOn(Verdict.Stale verdict) {
                return new Run(
                        seenAt,
                        verdict.losesSightOf(alive) ? verdict.lastRequestedAt() : requestedAt,
                        changes,
                        verdict.alive());
            }

            /** Signs of life count in a pass that is not believed, too. */
            private Run doubting(Verdict.Stale verdict) {
                return verdict.alive().isEmpty() ? this : new Run(seenAt, requestedAt, changes, verdict.alive());
            }
        }

        public StaleSince {
            runs = Map.copyOf(runs);
        }

        /** The runs after a pass that saw these stale, and no others. */
        StaleSince seenStale(Collection<Plan.Removal> stale, long now) {
            Map<String, Integer> changes = new HashMap<>();
            runs.forEach((registration, run) -> changes.merge(registration.id(), run.changes() + 1, Math::max));
            Map<Registration, Run> next = new HashMap<>();
            for (Plan.Removal removal : stale) {
                Registration registration = Registration.of(removal.instance());
                Verdict.Stale verdict = removal.verdict();
                next.put(
                        registration,
                        Optional.ofNullable(runs.get(registration))
                                .map(run -> run.goOn(verdict))
                                .orElseGet(() -> new Run(
                                        now,
                                        verdict.lastRequestedAt(),
                                        changes.getOrDefault(registration.id(), 0),
                                        verdict.alive())));
            }
            return new StaleSince(next);
        }

        /** The runs of these alone: a pass that cannot believe its answers begins none, but ends those that they break. */
        StaleSince keeping(Collection<Plan.Removal> stale) {
            Map<Registration, Run> kept = new HashMap<>();
            for (Plan.Removal removal : stale) {
                Registration registration = Registration.of(removal.instance());
                Optional.ofNullable(runs.get(registration))
                        .ifPresent(run -> kept.put(registration, run.doubting(removal.verdict())));
            }
            return new StaleSince(kept);
        }

        /** The runs without those of these registrations. */
        StaleSince without(Collection<RegisteredInstance> instances) {
            Map<Registration, Run> left = new HashMap<>(runs);
            instances.forEach(instance -> left.remove(Registration.of(instance)));
            return new StaleSince(left);
        }

        /** What the removal still waits for at {@code now}; empty if nothing keeps it. */
        Optional<Plan.Waiting> waiting(Plan.Removal removal, ServicePolicy policy, long now) {
            Run run = runs.get(Registration.of(removal.instance()));
            if (run == null) {
                throw new IllegalArgumentException(
                        "no run of " + removal.instance().id());
            }
            long graceEnds = run.seenAt + policy.gracePeriod().toNanos();
            long settlingEnds = run.requestedAt + policy.settleTime().toNanos();
            boolean hasGrace = now - graceEnds < 0;
            boolean settles = !policy.settleTime().isZero()
                    && !removal.verdict().isFinal()
                    && removal.verdict().firstRequestedAt() - settlingEnds < 0;
            if (!hasGrace && !settles) {
                return Optional.empty();
            }
            long until = !settles ? graceEnds : hasGrace ? TimeSource.later(graceEnds, settlingEnds) : settlingEnds;
            return Optional.of(new Plan.Waiting(removal.instance(), until, settles, run.changes));
        }
    }
}
