package io.github.cloudunmap.reconcile;

import java.time.Duration;

/**
 * Why an answer from EC2 is not believed yet: it shows nothing of what lived in the region, as wrong credentials or an
 * outage would.
 *
 * @param vanished how many ids that were live when last asked for came back unknown at once, and nothing else live
 * @param since when the first such answer had come, in nanoseconds: how long before that it was so, nobody knows
 * @param hold how long the region has to stay so before its answers are believed
 */
public record Suspicion(int vanished, long since, Duration hold) {
    /** How much of the hold is left, at least a second. */
    Duration left(long now) {
        Duration left = hold.minusNanos(now - since);
        return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
    }
}
