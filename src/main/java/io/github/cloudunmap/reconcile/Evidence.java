package io.github.cloudunmap.reconcile;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The EC2 answer that a sighting rests on.
 *
 * @param requestId EC2's id of the request
 * @param requestedAt when the request was sent, in the nanoseconds of {@link TimeSource#nanos()}
 * @param byId whether the request named the id. A scan names no id, and its answer can only show that an instance
 *     lives
 * @param suspicionOrNull why the answer is suspect; null if it is trusted, and for each page of a scan. This does not
 *     change if the region recovers later
 */
public record Evidence(
        String region,
        String requestId,
        long requestedAt,
        boolean byId,
        @Nullable Suspicion suspicionOrNull) {
    /**
     * The answer to a look-up by id, as the evidence that a sighting rests on. The answer is trusted: there is no
     * reason to think that it is false.
     */
    public Evidence(String region, String requestId, long requestedAt) {
        this(region, requestId, requestedAt, true, null);
    }

    /**
     * One page of a scan (a read of a whole region), as the evidence that a sighting rests on. It names no suspicion,
     * even if the page is suspect.
     */
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

    /**
     * Whether a stale verdict can rest on this answer: the request named the id, and was sent at {@code nanos} or
     * later.
     */
    public boolean settlesSince(long nanos) {
        return byId && isSince(nanos);
    }

    /**
     * Why an answer from EC2 is suspect. One reason is that the region no longer shows most of the instances that
     * lived there, as with wrong credentials or in an outage. The other is that EC2 answers for another account than
     * before.
     *
     * @param shows a description of the fault that continues a sentence after the region's name
     * @param since when the first suspect answer arrived, in monotonic nanoseconds; if {@code holdOrNull} is null,
     *     when this answer arrived. The fault may be older
     * @param holdOrNull how long the fault must last, counted from {@code since}, before the answers are trusted; null
     *     if the suspicion does not end with time
     * @param trustedFor the account that EC2 answers for now. Registrations that this account has made may be removed
     *     in spite of the suspicion. Null if no registration may be removed
     */
    public record Suspicion(
            String shows,
            long since,
            @Nullable Duration holdOrNull,
            @Nullable String trustedFor) {
        /**
         * The suspicion about a region whose answer shows none of the {@code lived} instances that were live before,
         * not even as ended.
         */
        public Suspicion(int lived, long since, Duration hold) {
            this("suddenly shows none of " + lived + " instances that lived there", since, hold, null);
        }

        /**
         * The suspicion about a region. Of {@code lived} instances that were live before, its answer shows only {@code
         * known}.
         */
        public static Suspicion ofMissing(int known, int lived, long since, Duration hold) {
            return known == 0
                    ? new Suspicion(lived, since, hold)
                    : new Suspicion(
                            "suddenly shows only " + known + " of " + lived + " instances that lived there",
                            since,
                            hold,
                            null);
        }

        /** The suspicion about a region that answers for another account than before. Waiting does not end it. */
        public static Suspicion ofAccount(String before, String now, long since, @Nullable String trustedFor) {
            return new Suspicion(
                    "answers for account " + now + ", and answered for " + before + " before", since, null, trustedFor);
        }

        /**
         * The suspicion about a region that answers for another account than before a restart of this program. It
         * ends when the hold is over.
         */
        public static Suspicion ofAccountBeforeRestart(
                String before, String now, long since, Duration hold, @Nullable String trustedFor) {
            return new Suspicion(
                    "answers for account " + now + ", and showed instances of account " + before
                            + " before the restart",
                    since,
                    hold,
                    trustedFor);
        }

        /**
         * Returns this suspicion with the current {@code suspect-hold}, which a reload may have changed.
         *
         * @param hold for how long the suspicion keeps removals back, counted from {@code since}
         */
        public Suspicion withHold(Duration hold) {
            return new Suspicion(shows, since, hold, trustedFor);
        }

        /**
         * Whether this reason to suspect EC2's answer forbids the removal of the registration. It does not if the
         * account {@code trustedFor} has made the registration.
         */
        boolean isAbout(RegisteredInstance instance) {
            return trustedFor == null || !trustedFor.equals(instance.createdByAccount());
        }

        /**
         * Says in words what will make the region trusted again, such as an answer that shows the missing instances,
         * or some seconds more.
         */
        String ending(long now) {
            return holdOrNull == null
                    ? "it is trusted again when it answers as before; after a restart, at the latest with the end of"
                            + " suspect-hold"
                    : "it is trusted again when it shows some of them again, or has stayed so for another "
                            + left(holdOrNull, now).toSeconds() + "s (suspect-hold; 0s turns this rule off)";
        }

        /**
         * Returns for how much longer the suspicion keeps removals back: the rest of {@code hold}, counted from {@code
         * since}, but at least one second.
         */
        private Duration left(Duration hold, long now) {
            Duration left = hold.minusNanos(now - since);
            return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
        }
    }
}
