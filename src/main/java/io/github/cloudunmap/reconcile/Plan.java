package io.github.cloudunmap.reconcile;

import java.util.List;
import java.util.Optional;

/**
 * The verdicts of one pass and what follows from them.
 *
 * @param staleSince what the service's next pass is to know about grace
 */
public record Plan(List<Judgement> judgements, Decision decision, StaleSince staleSince) {
    public Plan {
        judgements = List.copyOf(judgements);
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

    /** Nothing is stale, or what is stale still has its grace. */
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
