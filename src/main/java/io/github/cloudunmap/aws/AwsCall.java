package io.github.cloudunmap.aws;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Makes calls through the SDK, within a deadline that holds whatever the other side does: the SDK's own do not cover the
 * credentials, nor every way of answering slowly. Whatever goes wrong is an {@link ApiFailure} of one line.
 */
final class AwsCall {
    private final Executor executor;
    private final Duration atMost;
    private final TimeSource time;

    AwsCall(Executor executor, Duration atMost, TimeSource time) {
        this.executor = executor;
        this.atMost = atMost;
        this.time = time;
    }

    /**
     * Runs the call on the executor and waits for it.
     *
     * @param what the operation and where, such as {@code ListInstances of service srv-web in us-east-1}
     */
    <T> T within(String what, Supplier<T> call) {
        return time.await(what, CompletableFuture.supplyAsync(() -> of(what, call), executor), atMost);
    }

    private static <T> T of(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            throw failure(what, e);
        } catch (ApiCallTimeoutException | ApiCallAttemptTimeoutException | AbortedException e) {
            throw new ApiFailure("Timeout", what + ": no answer in time", e);
        } catch (SdkClientException e) {
            throw failure(what, e);
        } catch (ApiFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ApiFailure("UnreadableAnswer", what + ": the answer could not be read: " + e.getMessage(), e);
        }
    }

    private static ApiFailure failure(String what, AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "HTTP" + e.statusCode() : details.errorCode();
        String message = details == null || details.errorMessage() == null ? "no message" : details.errorMessage();
        return new ApiFailure(code, what + ": " + message + " (" + code + ", request id " + e.requestId() + ")", e);
    }

    private static ApiFailure failure(String what, SdkClientException e) {
        String message = String.valueOf(e.getMessage());
        if (message.toLowerCase(Locale.ROOT).startsWith("unable to load credentials")) {
            return new ApiFailure(
                    "NoCredentials",
                    what + ": no AWS credentials found; give the process an instance profile, a task role,"
                            + " AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (tried: "
                            + message.substring(message.indexOf("] : ") + 1)
                            + ")",
                    e);
        }
        return new ApiFailure("NoAnswer", what + ": " + message, e);
    }
}
