package io.github.cloudunmap.fleet;

import io.github.cloudunmap.reconcile.Ec2Instance;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code DescribeInstances} of one region as one identity. Any thread may call it. */
public interface Ec2Reader {
    /** The most ids that EC2 takes in one filter. Beyond this number EC2 answers {@code FilterLimitExceeded}. */
    int MOST_IDS = 200;

    /** The most ids that one request may name. */
    default int mostIds() {
        return MOST_IDS;
    }

    /**
     * Completes when a request may be sent, because AWS limits the number of requests a second. The caller waits for
     * this before it takes the time of the request.
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
     * Reads one page of a scan of all live instances. An instance that no page shows may still be alive: it can move
     * from one page to another while the pages are read.
     *
     * @param token the token that the page before gave for this one; null for the first page
     * @throws io.github.cloudunmap.reconcile.ApiFailure if the page could not be read
     */
    Page scan(@Nullable String token);

    /**
     * EC2's answer to a request for some ids.
     *
     * @param isWhole whether the answer has only this page. Only then does a missing id mean that no such instance
     *     exists
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
