package io.github.cloudunmap.fleet;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells for which account EC2 answers, and for which it answered first. The owners of the instances in an answer show
 * the account. One object serves all regions of an identity, because credentials change for all of them at once, and
 * can become those of another account at any time. A renewed session or another key of the same account shows the same
 * owner and changes nothing. Any thread may call it.
 */
final class ReadAccount {
    private static final Logger LOG = LoggerFactory.getLogger(ReadAccount.class);

    /**
     * Why an answer is suspect: it is for another account than before. An answer without any instance counts for the
     * account that the latest answer showed.
     */
    record Change(String before, String now) {}

    private Set<String> latest = Set.of();
    private long latestAt;
    /**
     * The owner of the first live instance that a pass asked for. Other instances that a scan shows do not count: they
     * may belong to another account.
     */
    private @Nullable String first;

    /**
     * Learns from an answer. An answer without instances, or older than the latest, does not change the account.
     *
     * @param owners the owners of all instances in the answer
     * @param vouching the owner of a live instance that a pass asked for; null if the answer shows none
     * @return the two accounts, if the answer is for another account than the first
     */
    synchronized Optional<Change> learn(
            String region, long requestedAt, Set<String> owners, @Nullable String vouching) {
        Optional<String> before = other();
        if (!owners.isEmpty() && (latest.isEmpty() || requestedAt - latestAt >= 0)) {
            latest = Set.copyOf(owners);
            latestAt = requestedAt;
        }
        if (first == null) {
            first = vouching;
        }
        Optional<String> other = other();
        if (before.isPresent() != other.isPresent()) {
            tell(region, other);
        }
        String ours = first;
        if (ours == null || owners.contains(ours)) {
            return Optional.empty();
        }
        return owners.stream().findFirst().or(() -> other).map(now -> new Change(ours, now));
    }

    private void tell(String region, Optional<String> other) {
        if (other.isPresent()) {
            LOG.atWarn()
                    .addKeyValue("region", region)
                    .log(
                            "EC2 in {} answers for account {}, and answered for {} before: until it does again, or the program"
                                    + " is restarted, nothing is removed on its word but what account {} has itself registered",
                            region,
                            other.get(),
                            first,
                            other.get());
        } else {
            LOG.atInfo()
                    .addKeyValue("region", region)
                    .log("EC2 in {} answers for account {} again: it is believed", region, first);
        }
    }

    /** The account of the latest answer that shows an instance; empty until there is one. */
    synchronized Set<String> ids() {
        return latest;
    }

    /** The account that EC2 answers for now, if it is not the first one. */
    synchronized Optional<String> other() {
        return first == null || latest.contains(first)
                ? Optional.empty()
                : latest.stream().findFirst();
    }

    /** The account that EC2 answered for first; empty until a live instance that a pass asked for has shown it. */
    synchronized Optional<String> first() {
        return Optional.ofNullable(first);
    }
}
