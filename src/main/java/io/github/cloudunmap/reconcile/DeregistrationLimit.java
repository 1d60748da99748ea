package io.github.cloudunmap.reconcile;

/**
 * The setting {@code max-deregistrations}: the largest number of registrations that one pass may remove. A plan with
 * more removals is refused as a whole.
 */
public sealed interface DeregistrationLimit {
    /** The default: no limit. The rule "never all" still keeps a pass from removing every registration. */
    DeregistrationLimit NONE = new Percentage(100);

    /**
     * Returns the largest number of registrations that a pass may remove.
     *
     * @param addressed how many of the service's registered instances have an address to judge
     */
    int of(int addressed);

    /** A fixed number, at least 1. */
    record Count(int instances) implements DeregistrationLimit {
        public Count {
            if (instances < 1) {
                throw new IllegalArgumentException("a count must be at least 1, not " + instances);
            }
        }

        @Override
        public int of(int addressed) {
            return instances;
        }

        @Override
        public String toString() {
            return Integer.toString(instances);
        }
    }

    /**
     * A share of the registered instances that have an address to judge, in percent from 1 to 100. The limit is
     * rounded down, but is at least one instance.
     */
    record Percentage(int percent) implements DeregistrationLimit {
        public Percentage {
            if (percent < 1 || percent > 100) {
                throw new IllegalArgumentException("a percentage must be 1% to 100%, not " + percent + "%");
            }
        }

        @Override
        public int of(int addressed) {
            return Math.max(1, (int) ((long) addressed * percent / 100));
        }

        @Override
        public String toString() {
            return percent + "%";
        }
    }
}
