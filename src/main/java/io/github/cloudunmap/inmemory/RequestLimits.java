package io.github.cloudunmap.inmemory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Throttles requests as AWS does: an account has a bucket of tokens for each operation in each region, and a request
 * that finds its bucket empty is refused. Nothing is throttled until a limit is set. Any thread may call it.
 */
public final class RequestLimits {
    private record Limit(double perSecond, int bucket) {}

    private record Key(String account, String region, String operation) {}

    /** The number of tokens in a bucket at a moment. */
    private record Tokens(double left, Instant at) {}

    private final Map<String, Limit> limits = new ConcurrentHashMap<>();
    private final Map<Key, Tokens> buckets = new ConcurrentHashMap<>();
    private final InstantSource clock;

    RequestLimits(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Sets AWS's limits, as far as they are known. The limits of DescribeInstances and AssumeRole are documented. The
     * limits of Cloud Map's operations are taken from AWS's own controllers for it. The rate of ListInstances was only
     * observed, and the size of its bucket is a cautious guess. For GetService and ListTagsForResource
     * nothing is known, so they have the limits of ListInstances.
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
     * Limits an operation.
     *
     * @param perSecond the number of tokens that come back each second
     * @param bucket the most tokens in a bucket
     */
    public void set(String operation, double perSecond, int bucket) {
        limits.put(operation, new Limit(perSecond, bucket));
    }

    /**
     * Takes a token for the request.
     *
     * @throws ApiError {@code throttled}, if the bucket is empty
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
