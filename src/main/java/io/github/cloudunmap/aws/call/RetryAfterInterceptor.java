package io.github.cloudunmap.aws.call;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Ends a call at once if the server's error asks for a longer wait than the time that the call has left. Otherwise the
 * SDK would wait until the call times out, and the error would only say that there was no answer. Any thread may call
 * it.
 */
public final class RetryAfterInterceptor implements ExecutionInterceptor {
    private static final ExecutionAttribute<Long> BEGAN = new ExecutionAttribute<>("aws-cloud-unmap.Began");

    private final Duration callTimeout;
    private final TimeSource time;

    /** @param callTimeout how long a call may take with all its attempts */
    public RetryAfterInterceptor(Duration callTimeout, TimeSource time) {
        this.callTimeout = callTimeout;
        this.time = time;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        attributes.putAttribute(BEGAN, time.nanos());
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        SdkHttpResponse response = context.httpResponse();
        Long began = attributes.getAttribute(BEGAN);
        if (response.isSuccessful() || began == null) {
            return;
        }
        Duration left = callTimeout.minusNanos(time.nanos() - began);
        asked(response).filter(wait -> wait.compareTo(left) >= 0).ifPresent(wait -> {
            String why = "the answer asks to try again in " + wait.toSeconds()
                    + " s, which is longer than a call may take (HTTP" + response.statusCode() + ")";
            throw SdkClientException.create(why, new ApiFailure("AskedToWait", why));
        });
    }

    private static Optional<Duration> asked(SdkHttpResponse response) {
        return number(response, "Retry-After")
                .map(Duration::ofSeconds)
                .or(() -> number(response, "x-amz-retry-after").map(Duration::ofMillis));
    }

    /** Reads a header that is a number. A date in Retry-After is ignored, as the SDK does. */
    private static Optional<Long> number(SdkHttpResponse response, String header) {
        return response.firstMatchingHeader(header)
                .filter(value -> value.matches("\\d{1,15}"))
                .map(Long::parseLong);
    }
}
