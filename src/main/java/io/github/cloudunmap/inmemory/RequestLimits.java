package io.github.cloudunmap.inmemory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Throttles requests as AWS does. An account has a bucket of tokens for each operation in each region. A request that
 * finds its bucket empty is refused. Nothing is throttled until a limit is set. Any thread may call it.
 */
public final class RequestLimits {
    private record Limit(double perSecond, int bucket) {}

    private record Key(String account, String region, String operation) {}

    /** The number of tokens that a bucket had left at a certain moment. */
    private record Tokens(double left, Instant at) {}

    private final Map<String, Limit> limits = new ConcurrentHashMap<>();
    private final Map<Key, Tokens> buckets = new ConcurrentHashMap<>();
    private final InstantSource clock;

    RequestLimits(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Sets AWS's limits, as far as they are known. AWS documents the limits of DescribeInstances and AssumeRole. For
     * most operations of Cloud Map, the limits are those that AWS's own controllers for Cloud Map assume. The rate of
     * ListInstances was only observed, and the size of its bucket is a cautious guess. Nothing is known about
     * GetService and ListTagsForResource, so they get the limits of ListInstances.
     */
    public void setKnown() {
        set("DescribeInstances", 20, 100);
        set("AssumeRole", 600, 600);
        set("ListInstances", 50, 50);
        set("ListNamespaces", 0.5, 5);
        set("ListServices", 2, 10);
        set("GetService", 50, 50);
        set("ListTagsForResource", 50, 50);
        set("GetOperation", 100, 200);
        set("RegisterInstance", 50, 100);
        set("DeregisterInstance", 50, 100);
    }

    /**
     * Limits the requests of an operation.
     *
     * @param perSecond the number of new tokens a second
     * @param bucket the most tokens in a bucket
     */
    public void set(String operation, double perSecond, int bucket) {
        limits.put(operation, new Limit(perSecond, bucket));
    }

    /**
     * Takes a token for the request.
     *
     * @throws ApiError if the bucket is empty: the error {@code throttled}
     */
    void admit(Call call, ApiError throttled) {
        Limit limit = limits.get(call.operation());
        if (limit != null) {
            buckets.compute(new Key(call.account(), call.region(), call.operation()), (key, before) -> {
                Tokens now = tokens(limit, before);
                if (now.left < 1) {
                    throw throttled;
                }
                return new Tokens(now.left - 1, now.at);
            });
        }
    }

    private Tokens tokens(Limit limit, @Nullable Tokens before) {
        Instant now = clock.instant();
        if (before == null) {
            return new Tokens(limit.bucket, now);
        }
        double seconds = Math.max(0, Duration.between(before.at, now).toNanos() / 1e9);
        return new Tokens(Math.min(limit.bucket, before.left + seconds * limit.perSecond), now);
    }
}
