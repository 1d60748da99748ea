package io.github.cloudunmap.aws;

import io.github.cloudunmap.reconcile.ApiFailure;
import java.util.Locale;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Turns whatever the SDK throws into an {@link ApiFailure} of one line. */
final class AwsCall {
    private AwsCall() {}

    /** @param what the operation and where, such as {@code DescribeInstances in us-east-1} */
    static <T> T of(String what, Supplier<T> call) {
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
                            + " AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                    e);
        }
        return new ApiFailure("NoAnswer", what + ": " + message, e);
    }
}
