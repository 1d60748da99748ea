package io.github.cloudunmap.aws.call;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Checks the clock right before the HTTP client gets a request, after the SDK has resolved credentials and signed the
 * request. If the attribute {@link #NOT_AFTER} of the request is in the past, the request is not sent. Any thread may
 * call it.
 */
public final class SendingDeadline implements ExecutionInterceptor {
    /**
     * The latest time at which the HTTP client may get the request, in the nanoseconds of {@link TimeSource#nanos()}.
     */
    static final ExecutionAttribute<Long> NOT_AFTER = new ExecutionAttribute<>("aws-cloud-unmap.NotAfter");

    private final TimeSource time;

    public SendingDeadline(TimeSource time) {
        this.time = time;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        Long notAfter = attributes.getAttribute(NOT_AFTER);
        if (notAfter != null && time.nanos() - notAfter > 0) {
            throw ApiFailure.unsent("DeregisterInstance");
        }
    }

    /**
     * Returns the settings of a request that is never retried. The HTTP client never gets it after the given time.
     *
     * @param notAfter the latest time to give the request to the HTTP client, in the nanoseconds of {@link
     *     TimeSource#nanos()}
     */
    public static AwsRequestOverrideConfiguration sentOnce(long notAfter) {
        return AwsRequestOverrideConfiguration.builder()
                .addPlugin(client ->
                        client.overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry())))
                .putExecutionAttribute(NOT_AFTER, notAfter)
                .build();
    }
}
