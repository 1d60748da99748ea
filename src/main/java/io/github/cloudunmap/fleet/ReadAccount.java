package io.github.cloudunmap.fleet;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account that EC2 answers for, as the owners of the instances show it, and the one that it answered for first.
 * One for all regions of an identity, whose credentials can become another account's at any time. A renewed session,
 * and another key of the same account, show the same owner and change nothing. Any thread may call it.
 */
final class ReadAccount {
    private static final Logger LOG = LoggerFactory.getLogger(ReadAccount.class);

    /** An answer that is for another account than before, or for nobody while another account answers. */
    record Change(String before, String now) {}

    private Set<String> latest = Set.of();
    private long latestAt;
    /** The owner of the first instance alive that a pass wanted: a stranger's life vouches for nothing. */
    private @Nullable String first;

    /**
     * Learns from an answer. One that shows no instance teaches nothing, and an older one changes nothing.
     *
     * @param owners the owners of all that it shows
     * @param vouching the owner of an instance alive that a pass wanted; null if it shows none
     * @return how its account differs from the first, if so
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

    /** The account that the latest answer with an instance is for; empty until there is one. */
    synchronized Set<String> ids() {
        return latest;
    }

    /** The account that answers in the first one's place, if one does. */
    synchronized Optional<String> other() {
        return first == null || latest.contains(first)
                ? Optional.empty()
                : latest.stream().findFirst();
    }

    /** The account that it answered for first, once an instance has vouched for it. */
    synchronized Optional<String> first() {
        return Optional.ofNullable(first);
    }
}
