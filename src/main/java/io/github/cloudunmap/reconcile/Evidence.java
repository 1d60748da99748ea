package io.github.cloudunmap.reconcile;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The EC2 answer that a sighting rests on.
 *
 * @param requestId EC2's id of that request
 * @param requestedAt when the request was sent, in the nanoseconds of {@link TimeSource#nanos()}
 * @param byId whether EC2 was asked for this very id; a scan's answer shows that an instance lives, and no more
 * @param suspicionOrNull why the answer is not believed yet; it stays, whatever the region answers later
 */
public record Evidence(
        String region,
        String requestId,
        long requestedAt,
        boolean byId,
        @Nullable Suspicion suspicionOrNull) {
    /** An answer by id that there is nothing against. */
    public Evidence(String region, String requestId, long requestedAt) {
        this(region, requestId, requestedAt, true, null);
    }

    /** A page of a scan. */
    public static Evidence ofScan(String region, String requestId, long requestedAt) {
        return new Evidence(region, requestId, requestedAt, false, null);
    }

    public Optional<Suspicion> suspicion() {
        return Optional.ofNullable(suspicionOrNull);
    }

    /** Whether the request was sent at {@code nanos} or later. */
    public boolean isSince(long nanos) {
        return requestedAt - nanos >= 0;
    }

    /** Whether a verdict that takes answers from {@code nanos} on, by id, can rest on it. */
    public boolean settlesSince(long nanos) {
        return byId && isSince(nanos);
    }

    /**
     * Why an answer from EC2 is not believed yet: the region does not know what lived there, as with wrong credentials or
     * in an outage, or answers for another account than before.
     *
     * @param shows what the region does, in words that follow its name
     * @param since when the first such answer had come, in nanoseconds: how long before that it was so, nobody knows
     * @param holdOrNull how long the region has to stay so before its answers are believed; null if no waiting ends it
     * @param believedFor the account whose own registrations the answer is good for all the same; null if for none
     */
    public record Suspicion(
            String shows,
            long since,
            @Nullable Duration holdOrNull,
            @Nullable String believedFor) {
        /** Of an answer that knows none of the ids that lived. */
        public Suspicion(int vanished, long since, Duration hold) {
            this("suddenly shows none of " + vanished + " instances that lived there", since, hold, null);
        }

        /** Of an answer that knows too few of the ids that lived. */
        public static Suspicion ofVanished(int known, int lived, long since, Duration hold) {
            return known == 0
                    ? new Suspicion(lived, since, hold)
                    : new Suspicion(
                            "suddenly shows only " + known + " of " + lived + " instances that lived there",
                            since,
                            hold,
                            null);
        }

        /** Of an answer for another account. */
        public static Suspicion ofAccount(String before, String now, long since, @Nullable String believedFor) {
            return new Suspicion(
                    "answers for account " + now + ", and answered for " + before + " before",
                    since,
                    null,
                    believedFor);
        }

        /** The same with the hold of now, which a reload may have changed. */
        public Suspicion withHold(Duration hold) {
            return new Suspicion(shows, since, hold, believedFor);
        }

        /** Whether it speaks against removing this registration. */
        boolean isAbout(RegisteredInstance instance) {
            return believedFor == null || !believedFor.equals(instance.createdByAccount());
        }

        /** What has to happen before the region is believed. */
        String ending(long now) {
            return holdOrNull == null
                    ? "it is believed when it answers as before, or after a restart"
                    : "it is believed when it shows one of them alive, or has stayed so for another "
                            + left(holdOrNull, now).toSeconds() + "s (suspect-hold; 0s turns this rule off)";
        }

        /** How much of the hold is left, at least a second. */
        private Duration left(Duration hold, long now) {
            Duration left = hold.minusNanos(now - since);
            return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
        }
    }
}
