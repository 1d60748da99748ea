package io.github.cloudunmap.fleet;

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
     * Asks for the ids, once: an answer that goes on with another page is not read any further.
     *
     * @param ids at most {@link #mostIds}
     * @throws io.github.cloudunmap.reconcile.ApiFailure if the answer could not be read
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
     * What EC2 returned of some ids.
     *
     * @param isWhole whether the answer has no other page; only then does what it leaves out not exist
     */
    record Answer(String requestId, List<Ec2Instance> instances, boolean isWhole) {
        public Answer {
            instances = List.copyOf(instances);
        }

        /** An answer of one page. */
        public Answer(String requestId, List<Ec2Instance> instances) {
            this(requestId, instances, true);
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
