package io.github.cloudunmap.reconcile;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a pass says of one registered instance. All but {@link Stale} are left alone. */
public sealed interface Verdict {
    Kind kind();

    /** The verdict in words, for logs and tables. */
    String why();

    /** Whether EC2 was asked for it: what is skipped or foreign is not EC2's to judge. */
    default boolean restsOnEc2() {
        return !(this instanceof Skipped || this instanceof Foreign);
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

    /** Registered by an account that EC2 is not read with, so that EC2 cannot vouch for it. */
    record Foreign(String account) implements Verdict {
        @Override
        public Kind kind() {
            return Kind.FOREIGN;
        }

        @Override
        public String why() {
            return "registered by account " + account + ", which EC2 is not read with";
        }
    }

    /** A live instance has the id and the address. */
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

    /** A live instance has the id, but EC2 does not return all its addresses yet. */
    record Unknown(String region) implements Verdict {
        @Override
        public Kind kind() {
            return Kind.UNKNOWN;
        }

        @Override
        public String why() {
            return "live in " + region + ", but EC2 does not return all its addresses yet";
        }
    }

    /**
     * No live instance has both the id and the address.
     *
     * @param evidence the answers it rests on: the one that shows the instance, else those of every region
     */
    record Stale(StaleReason reason, List<Evidence> evidence) implements Verdict {
        public Stale {
            evidence = List.copyOf(evidence);
        }

        @Override
        public Kind kind() {
            return Kind.STALE;
        }

        @Override
        public String why() {
            return reason.toString();
        }

        /** Whether no later answer can show an instance of the registration alive. */
        public boolean isFinal() {
            return reason.isFinal();
        }

        /** When the earliest of the answers was requested, in the nanoseconds of {@link TimeSource#nanos()}. */
        public long firstRequestedAt() {
            return evidence.stream()
                    .map(Evidence::requestedAt)
                    .reduce((one, other) -> one - other < 0 ? one : other)
                    .orElseThrow();
        }

        /** When the latest of the answers was requested, in the nanoseconds of {@link TimeSource#nanos()}. */
        public long lastRequestedAt() {
            return evidence.stream()
                    .map(Evidence::requestedAt)
                    .reduce((one, other) -> one - other > 0 ? one : other)
                    .orElseThrow();
        }

        /** Why one of the answers is not believed yet. */
        public Optional<Suspicion> suspicion() {
            return evidence.stream().flatMap(answer -> answer.suspicion().stream()).findFirst();
        }
    }

    /** Not decided before these regions have answered. No plan is made while one is open. */
    record Open(Set<String> regions) implements Verdict {
        public Open {
            regions = Set.copyOf(regions);
        }

        @Override
        public Kind kind() {
            return Kind.OPEN;
        }

        @Override
        public String why() {
            return "waiting for " + String.join(", ", regions);
        }
    }
}
