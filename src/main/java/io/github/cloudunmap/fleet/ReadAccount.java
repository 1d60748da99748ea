package io.github.cloudunmap.fleet;

import io.github.cloudunmap.config.DurationText;
import io.github.cloudunmap.fleet.TrustSnapshot.Account;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which account EC2 answers for, and which account it answered for first. The owners of the instances in an
 * answer show the account. The credentials of an identity can become those of another account at any time, for all
 * regions at once. So one object serves all regions of an identity. A renewed session, or another key of the same
 * account, shows the same owner and changes nothing. Any thread may call this class.
 */
final class ReadAccount {
    private static final Logger LOG = LoggerFactory.getLogger(ReadAccount.class);

    /**
     * The reason why an answer is suspect: it is for another account than before. An answer without any instance
     * counts as an answer for the account that the latest answer with an instance showed.
     *
     * @param before the earlier account
     * @param now the account of the suspect answer
     * @param sinceOrNull if this process knows the earlier account only from the previous process: the time at which
     *     the first answer for another account arrived. Null if an answer to this process has shown the earlier
     *     account
     */
    record Change(String before, String now, @Nullable Long sinceOrNull) {
        Suspicion suspicion(long answeredAt, Duration hold, @Nullable String trustedFor) {
            return sinceOrNull == null
                    ? Suspicion.ofAccount(before, now, answeredAt, trustedFor)
                    : Suspicion.ofAccountBeforeRestart(before, now, sinceOrNull, hold, trustedFor);
        }
    }

    private Set<String> latest = Set.of();
    private long latestAt;
    /**
     * The earlier account: the owner of the first live instance that a pass asked for, in this process or in an
     * earlier one. Instances that only a scan shows do not count, because they may belong to another account.
     */
    private @Nullable String first;
    /**
     * Whether this process knows {@code first} only from the previous process: none of EC2's answers since the start
     * has shown this account.
     */
    private boolean isRemembered;
    /**
     * When the first answer for another account than {@code first} arrived. The hold ({@code suspect-hold}) of a
     * remembered account counts from this time. Null if no such answer has arrived. Also null if {@code isRemembered}
     * is false: there is no hold then.
     */
    private @Nullable Long suspectSince;

    /**
     * Takes over the earlier account from the previous process. The account is forgotten after {@code suspect-hold},
     * unless an answer to this process shows it before then. {@code suspect-hold} counts from {@code suspect} or, if
     * that is null, from the next answer for another account.
     *
     * @param suspect see {@link Account#suspectSinceOrNull()}
     */
    synchronized void remember(String account, @Nullable Long suspect) {
        first = account;
        isRemembered = true;
        suspectSince = suspect;
    }

    /** Returns the earlier account, with which answers are compared, for the next process; empty if none is known. */
    synchronized Optional<Account> snapshot(Identity identity) {
        return first().map(account -> new Account(identity, account, suspectSince));
    }

    /**
     * Learns from an answer which account EC2 answers for now. The account stays if the answer has no instances, or if
     * an answer with instances has arrived that was requested later.
     *
     * @param hold for how long answers for another account stay suspect while this process knows the earlier account
     *     only from the previous process. Once an answer to this process has shown the earlier account, answers for
     *     another account are suspect without a time limit
     * @param shown all instances in the answer
     * @param alive those live instances in the answer whose ids a pass has asked for
     * @return the earlier account and the account of this answer, if they differ; else empty
     */
    synchronized Optional<Change> learn(
            String region,
            long requestedAt,
            long answeredAt,
            Duration hold,
            Collection<Ec2Instance> shown,
            List<Ec2Instance> alive) {
        Set<String> owners = Instances.owners(shown);
        if (isRemembered && !owners.isEmpty()) {
            compareWithRemembered(region, requestedAt, answeredAt, hold, owners);
        }
        Optional<String> before = other();
        if (!owners.isEmpty() && (latest.isEmpty() || requestedAt - latestAt >= 0)) {
            latest = Set.copyOf(owners);
            latestAt = requestedAt;
        }
        if (first == null && !alive.isEmpty()) {
            first = alive.get(0).ownerId();
        }
        Optional<String> other = other();
        if (before.isPresent() != other.isPresent()) {
            tell(region, other, hold);
        }
        String ours = first;
        if (ours == null || owners.contains(ours)) {
            return Optional.empty();
        }
        return owners.stream().findFirst().or(() -> other).map(now -> new Change(ours, now, suspectSince));
    }

    private void compareWithRemembered(
            String region, long requestedAt, long answeredAt, Duration hold, Set<String> owners) {
        if (owners.contains(first)) {
            isRemembered = false;
            suspectSince = null;
        } else if (hold.isZero() || (suspectSince != null && requestedAt - suspectSince >= hold.toNanos())) {
            LOG.atInfo()
                    .addKeyValue("region", region)
                    .log(
                            "EC2 in {} still does not answer for account {}, as before the restart, after the suspect-hold:"
                                    + " it is trusted again",
                            region,
                            first);
            isRemembered = false;
            suspectSince = null;
            first = null;
        } else if (suspectSince == null) {
            suspectSince = answeredAt;
        }
    }

    private void tell(String region, Optional<String> other, Duration hold) {
        if (other.isPresent() && isRemembered) {
            LOG.atWarn()
                    .addKeyValue("region", region)
                    .log(
                            "EC2 in {} answers for account {}, and answered for {} before the restart: for {} (suspect-hold),"
                                    + " or until it does again, nothing is removed on its word but what account {} has itself"
                                    + " registered",
                            region,
                            other.get(),
                            first,
                            DurationText.format(hold),
                            other.get());
        } else if (other.isPresent()) {
            LOG.atWarn()
                    .addKeyValue("region", region)
                    .log(
                            "EC2 in {} answers for account {}, and answered for {} before: until it does again, nothing is removed"
                                    + " on its word but what account {} has itself registered; a restart limits this to suspect-hold",
                            region,
                            other.get(),
                            first,
                            other.get());
        } else {
            LOG.atInfo()
                    .addKeyValue("region", region)
                    .log("EC2 in {} answers for account {} again: it is trusted again", region, first);
        }
    }

    /** Returns the owners shown by the latest answer with instances; empty until an answer has shown an instance. */
    synchronized Set<String> ids() {
        return latest;
    }

    /**
     * Returns the AWS account shown by the latest answer with instances, if it is not the earlier account; else
     * empty. The earlier account is the owner of the first live instance that a pass asked for, in this process or in
     * an earlier one.
     */
    synchronized Optional<String> other() {
        return first == null || latest.contains(first)
                ? Optional.empty()
                : latest.stream().findFirst();
    }

    /**
     * Returns the earlier account: the AWS account that owns the first live instance that a pass asked for, in this
     * process or in an earlier one. Empty if no such instance is known.
     */
    synchronized Optional<String> first() {
        return Optional.ofNullable(first);
    }
}
