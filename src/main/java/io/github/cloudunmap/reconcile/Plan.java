package io.github.cloudunmap.reconcile;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
}
