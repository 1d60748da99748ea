package io.github.cloudunmap.aws;

import io.github.cloudunmap.reconcile.Ec2Instance;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code DescribeInstances} of one region as one identity. Any thread may call it. */
public interface Ec2Reader {
    /** The most values that EC2 takes in one filter: beyond it answers {@code FilterLimitExceeded}. */
    int MOST_IDS = 200;

    /** The most ids that may be asked for at once. */
    default int mostIds() {
        return MOST_IDS;
    }

    /**
     * Those of the ids that EC2 returns, read to the last page.
     *
     * @param ids at most {@link #mostIds}
     * @throws io.github.cloudunmap.reconcile.ApiFailure if any page could not be read
     */
    Answer describe(Set<String> ids);

    /**
     * One page of all live instances. What no page shows may live all the same: it may have moved between two of them.
     *
     * @param token of this page, by the page before; null for the first
     * @throws io.github.cloudunmap.reconcile.ApiFailure if the page could not be read
     */
    Page scan(@Nullable String token);

    /**
     * What EC2 returned.
     *
     * @param requestId of the last page
     */
    record Answer(String requestId, List<Ec2Instance> instances) {
        public Answer {
            instances = List.copyOf(instances);
        }
    }

    /**
     * What EC2 returned of a scan.
     *
     * @param next the token of the next page; null if this is the last
     */
    record Page(
            String requestId,
            List<Ec2Instance> instances,
            @Nullable String next) {
        public Page {
            instances = List.copyOf(instances);
        }
    }
}
