package io.github.cloudunmap.fleet;

import io.github.cloudunmap.reconcile.Ec2Instance;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends {@code DescribeInstances} to one region as one identity. Any thread may call it. */
public interface Ec2Reader {
    /** The most ids that EC2 takes in one filter. Beyond this number EC2 answers {@code FilterLimitExceeded}. */
    int MOST_IDS = 200;

    /** The most ids that one request may name. */
    default int mostIds() {
        return MOST_IDS;
    }

    /**
     * Returns a future that completes when the rate limit allows another request. A caller first waits for this
     * future, and then notes the time of its request. So the wait does not make the request look older than it is.
     */
    default CompletableFuture<Void> turn() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Asks EC2 for these ids in one request. If the answer has several pages, only the first is read.
     *
     * @param ids at most {@link #mostIds}
     * @throws io.github.cloudunmap.reconcile.ApiFailure if the answer could not be read
     */
    Answer describe(Set<String> ids);

    /**
     * Reads one page of a scan of all live instances. An instance that no page shows may still be alive, because it
     * can move from one page to another during the scan.
     *
     * @param token the token that the previous page gave for this page; null for the first page
     * @throws io.github.cloudunmap.reconcile.ApiFailure if the page could not be read
     */
    Page scan(@Nullable String token);

    /**
     * EC2's answer to a request for some ids.
     *
     * @param isWhole whether the answer has no further page. Only then does a missing id mean that EC2 shows no such
     *     instance
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
     * One page of EC2's answer to a scan.
     *
     * @param next the token of the next page; null if this page is the last
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
