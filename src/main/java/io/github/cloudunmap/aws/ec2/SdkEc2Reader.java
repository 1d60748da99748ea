package io.github.cloudunmap.aws.ec2;

import io.github.cloudunmap.aws.call.AwsCall;
import io.github.cloudunmap.aws.call.RateLimiter;
import io.github.cloudunmap.fleet.Ec2Reader;
import io.github.cloudunmap.reconcile.ApiFailure;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;

/** Reads EC2 through the SDK. Each page is parsed into this program's own records while it arrives. */
public final class SdkEc2Reader implements Ec2Reader {

    /** The filter of a scan, which asks for live instances only. */
    private static final Filter LIVE = Filter.builder()
            .name("instance-state-name")
            .values("pending", "running", "stopping", "stopped")
            .build();

    private final AwsCall calls;
    private final Ec2Client client;
    private final RateLimiter limiter;
    private final String what;

    /** @param limiter limits DescribeInstances */
    public SdkEc2Reader(AwsCall calls, Ec2Client client, RateLimiter limiter, String region) {
        this.calls = calls;
        this.client = client;
        this.limiter = limiter;
        this.what = "DescribeInstances in " + region;
    }

    @Override
    public CompletableFuture<Void> turn() {
        return limiter.free();
    }

    @Override
    public Answer describe(Set<String> ids) {
        Filter byId = Filter.builder().name("instance-id").values(ids).build();
        Page page = page(byId, null);
        return new Answer(page.requestId(), page.instances(), page.next() == null);
    }

    @Override
    public Page scan(@Nullable String token) {
        return page(LIVE, token);
    }

    private Page page(Filter filter, @Nullable String token) {
        limiter.charge();
        AtomicReference<@Nullable Page> page = new AtomicReference<>();
        calls.within(
                what,
                // An account can hide the instances that AWS services manage in it. These instances are alive all the
                // same, so the request asks for them.
                () -> client.describeInstances(request -> request.filters(filter)
                        .includeManagedResources(true)
                        .maxResults(InstancesXml.MOST_INSTANCES)
                        .nextToken(token)
                        .overrideConfiguration(each -> each.putExecutionAttribute(InstancesInterceptor.PAGE, page))));
        Page read = page.get();
        // A body that is no answer of EC2, such as a proxy's page, must not look like a region without instances.
        if (read == null) {
            throw new ApiFailure("UnreadableAnswer", what + ": the answer lists no reservations, so it is not EC2's");
        }
        return read;
    }
}
