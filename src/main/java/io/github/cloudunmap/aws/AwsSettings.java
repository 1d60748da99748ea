package io.github.cloudunmap.aws;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which AWS to call, and how long to wait for its answers.
 *
 * @param localEndpoint an AWS on loopback, called with made-up credentials. Null for the real AWS, which the SDK finds
 *     by its own variables, such as {@code AWS_ENDPOINT_URL} and {@code AWS_PROFILE}
 * @param allowsInsecureEndpoints whether the SDK's variables may name an endpoint that is neither https nor on
 *     loopback
 * @param connectTimeout how long a connection may take to open
 * @param readTimeout how long to wait for the next byte of an answer, except from SQS
 * @param callTimeout how long a call may take with all its attempts
 */
public record AwsSettings(
        @Nullable URI localEndpoint,
        boolean allowsInsecureEndpoints,
        Duration connectTimeout,
        Duration readTimeout,
        Duration callTimeout) {
    /** The most attempts of a call, the first included, unless AWS_MAX_ATTEMPTS asks for more. */
    static final int ATTEMPTS = 3;

    /** The real AWS, with the connect and read timeouts of the Python tool that this program replaces. */
    public static final AwsSettings DEFAULTS =
            new AwsSettings(null, false, Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(75));

    /** Returns the settings for an AWS on loopback. */
    public static AwsSettings local(URI endpoint) {
        return new AwsSettings(endpoint, false, DEFAULTS.connectTimeout, DEFAULTS.readTimeout, DEFAULTS.callTimeout);
    }

    /**
     * Returns these settings, but also allows endpoints that are neither https nor on loopback. Requests to these
     * endpoints are not encrypted, so somebody on the network could read and change them.
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
