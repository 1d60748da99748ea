package io.github.cloudunmap.aws;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where AWS is, and how long to wait for it.
 *
 * @param localEndpoint an AWS on loopback, called with made-up credentials. Null for the real AWS, which the SDK's own
 *     variables describe ({@code AWS_ENDPOINT_URL}, {@code AWS_PROFILE} and so on)
 * @param allowsInsecureEndpoints whether these variables may name an endpoint that is neither https nor on loopback
 * @param connectTimeout how long a connection may take to open
 * @param readTimeout how long to wait for the next byte of an answer
 * @param callTimeout how long a call may take with all its attempts
 */
public record AwsSettings(
        @Nullable URI localEndpoint,
        boolean allowsInsecureEndpoints,
        Duration connectTimeout,
        Duration readTimeout,
        Duration callTimeout) {
    /** The number of attempts of a call, the first included, if AWS_MAX_ATTEMPTS asks for no more. */
    static final int ATTEMPTS = 3;

    /** The real AWS, with the timeouts of the Python tool that this program replaces. */
    public static final AwsSettings DEFAULTS =
            new AwsSettings(null, false, Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(75));

    /** Returns the settings for an AWS on loopback. */
    public static AwsSettings local(URI endpoint) {
        return new AwsSettings(endpoint, false, DEFAULTS.connectTimeout, DEFAULTS.readTimeout, DEFAULTS.callTimeout);
    }

    /**
     * Returns these settings with endpoints allowed that are neither https nor on loopback, where others could listen
     * in.
     */
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
