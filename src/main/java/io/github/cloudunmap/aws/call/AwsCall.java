package io.github.cloudunmap.aws.call;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Makes calls through the SDK. The SDK's timeouts do not cover the fetching of credentials, and they miss some slow
 * answers. So each call also has a deadline of this program's own. Every exception of the SDK becomes an {@link
 * ApiFailure}.
 */
public final class AwsCall {
    private static final String UNREADABLE = "UnreadableAnswer";

    /**
     * The exceptions that the SDK's parsers throw for JSON that ends too early. Their messages describe the parser's
     * code, and say nothing about the answer.
     */
    private static final List<Class<? extends RuntimeException>> PARSER_DEFECTS = List.of(
            NullPointerException.class,
            ClassCastException.class,
            IndexOutOfBoundsException.class,
            IllegalStateException.class,
            NoSuchElementException.class);

    private final Executor executor;
    private final Duration atMost;
    private final TimeSource time;

    public AwsCall(Executor executor, Duration atMost, TimeSource time) {
        this.executor = executor;
        this.atMost = atMost;
        this.time = time;
    }

    /**
     * Runs the call on the executor and waits for it.
     *
     * @param what the operation and its place, such as {@code ListInstances of service srv-web in us-east-1}
     */
    public <T> T within(String what, Supplier<T> call) {
        return time.await(what, CompletableFuture.supplyAsync(() -> of(what, call), executor), atMost);
    }

    /** Waits for the next turn of the limiter, and then runs the call. */
    public <T> T within(String what, RateLimiter limiter, Supplier<T> call) {
        time.await("the turn of " + what, limiter.turn(), atMost);
        return within(what, call);
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
            throw unreadable(what, e);
        } catch (StackOverflowError e) {
            throw new ApiFailure(UNREADABLE, what + ": the answer could not be read: it is nested too deep", e);
        }
    }

    private static ApiFailure failure(String what, AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String requestId = e.requestId() == null ? "" : ", request id " + e.requestId();
        if (details == null || details.errorCode() == null) {
            String code = "HTTP" + e.statusCode();
            return new ApiFailure(code, what + ": " + notAwsError(details) + " (" + code + requestId + ")", e);
        }
        String message = what + ": " + (details.errorMessage() == null ? "no message" : details.errorMessage()) + " ("
                + details.errorCode() + requestId + ")";
        return isRefusal(e, details.errorCode())
                ? ApiFailure.refusal(details.errorCode(), message, e)
                : new ApiFailure(details.errorCode(), message, e);
    }

    /** Whether AWS has refused the call. A server that failed, or gave up waiting, may have carried out the call. */
    private static boolean isRefusal(AwsServiceException e, String code) {
        boolean isTimeout = code.startsWith("RequestTimeout") || code.startsWith("RequestAborted");
        return e.statusCode() / 100 == 4 && e.statusCode() != 408 && !code.isBlank() && !isTimeout;
    }

    private static String notAwsError(@Nullable AwsErrorDetails details) {
        return Optional.ofNullable(details)
                .map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader("Location"))
                .map(elsewhere -> "a redirect to " + elsewhere + ", which is not followed")
                .orElse("the answer is no error of AWS's; is something else in between?");
    }

    private static ApiFailure failure(String what, SdkClientException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiFailure known) {
                return new ApiFailure(known.code(), what + ": " + known.getMessage(), e);
            }
        }
        String message = ApiFailure.messageOf(e);
        if (message.startsWith("Unable to unmarshall response")) {
            return unreadable(what, e);
        }
        return new ApiFailure("NoAnswer", what + ": " + why(origin(e), message), e);
    }

    private static String why(Throwable origin, String message) {
        if (origin instanceof UnknownHostException) {
            return "the host name does not resolve: " + origin.getMessage();
        }
        return origin instanceof CertPathBuilderException
                ? "the certificate is of no authority that is trusted here; give a private one in AWS_CA_BUNDLE"
                : message;
    }

    private static ApiFailure unreadable(String what, RuntimeException e) {
        return new ApiFailure(UNREADABLE, what + ": the answer could not be read: " + whyUnreadable(origin(e)), e);
    }

    private static String whyUnreadable(Throwable origin) {
        String message = origin.getMessage();
        if (message == null || PARSER_DEFECTS.stream().anyMatch(defect -> defect.isInstance(origin))) {
            return "it ends too early, or has another form than AWS's answers";
        }
        // Leave out the position of the error, and the Java class of the stream that the parser has read: neither
        // helps the user.
        return message.lines()
                .filter(line -> !line.startsWith(" at "))
                .collect(Collectors.joining(" "))
                .replaceAll("\\[Source: [^;]{0,200}; ", "[");
    }

    private static Throwable origin(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? e : origin(cause);
    }
}
