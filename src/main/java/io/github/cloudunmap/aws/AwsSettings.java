package io.github.cloudunmap.aws;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How AWS is reached.
 *
 * @param localEndpoint an AWS on loopback, called with made-up credentials; null for the real one, where the SDK's own
 *     variables decide ({@code AWS_ENDPOINT_URL}, {@code AWS_PROFILE} and so on)
 * @param allowsInsecureEndpoints whether these variables may lead elsewhere than to https or loopback
 * @param connectTimeout for a connection to stand
 * @param readTimeout for the next byte of an answer
 * @param callTimeout for a call with all its attempts
 */
public record AwsSettings(
        @Nullable URI localEndpoint,
        boolean allowsInsecureEndpoints,
        Duration connectTimeout,
        Duration readTimeout,
        Duration callTimeout) {
    /** How often a call is tried in all, with the SDK's back-off in between. */
    static final int ATTEMPTS = 3;

    /** The real AWS, with the Python tool's timeouts. */
    public static final AwsSettings DEFAULTS =
            new AwsSettings(null, false, Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(75));

    /** An AWS on loopback. */
    public static AwsSettings local(URI endpoint) {
        return new AwsSettings(endpoint, false, DEFAULTS.connectTimeout, DEFAULTS.readTimeout, DEFAULTS.callTimeout);
    }

    /** These, with endpoints allowed that others could listen in on. */
    public AwsSettings allowingInsecureEndpoints() {
        return new AwsSettings(localEndpoint, true, connectTimeout, readTimeout, callTimeout);
    }

    boolean mayBeCalledAnywhere() {
        return localEndpoint != null || allowsInsecureEndpoints;
    }

    Duration attemptTimeout() {
        return connectTimeout.plus(readTimeout);
    }
}
