package io.github.cloudunmap.aws;

import io.github.cloudunmap.reconcile.ApiFailure;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;

/**
 * Restricts the endpoints that the SDK's settings may name: an endpoint must use https or be on loopback. Requests
 * carry credentials, and answers decide which registrations are removed, so nobody else may read or change them.
 */
final class EndpointRule {
    private static final Pattern IPV4_LITERAL = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

    private EndpointRule() {}

    /**
     * Checks the endpoint that the SDK's settings name for the API, if they name one. The SDK's own code finds the
     * endpoint, so that the check reads the settings as the clients do.
     *
     * @throws ApiFailure if the endpoint is neither https nor on loopback. Others could read and change the requests
     *     to such an endpoint
     */
    static void check(Api api) {
        AwsClientEndpointProvider endpoint = endpoint(api);
        URI uri = endpoint.clientEndpoint();
        if (endpoint.isEndpointOverridden() && !isSafe(uri)) {
            throw new ApiFailure(
                    "InsecureEndpoint",
                    setting(api, uri) + ": " + withoutUser(uri)
                            + " is neither https nor on loopback, so that others could"
                            + " read and change what goes there; give an https URL, or --allow-insecure-endpoint");
        }
    }

    /** Whether the SDK's settings name an endpoint for the API. */
    static boolean isGiven(Api api) {
        return endpoint(api).isEndpointOverridden();
    }

    private static AwsClientEndpointProvider endpoint(Api api) {
        return AwsClientEndpointProvider.builder()
                .serviceEndpointOverrideSystemProperty(api.endpointProperty())
                .serviceEndpointOverrideEnvironmentVariable(api.endpointVariable())
                .serviceProfileProperty(api.profileSection())
                .serviceEndpointPrefix(api.profileSection())
                .defaultProtocol("https")
                .region(Region.US_EAST_1)
                .profileFile(ProfileFile::defaultProfileFile)
                .profileName(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow())
                .build();
    }

    private static boolean isSafe(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) || isLoopback(uri.getHost());
    }

    /**
     * Whether the host is on loopback. The only accepted name is {@code localhost}, because a resolver could give any
     * other name an address elsewhere.
     */
    private static boolean isLoopback(@Nullable String host) {
        if (host == null) {
            return false;
        }
        if (!IPV4_LITERAL.matcher(host).matches() && !host.startsWith("[")) {
            return host.equalsIgnoreCase("localhost");
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String setting(Api api, URI used) {
        Stream<String> properties = Stream.of(api.endpointProperty(), "aws.endpointUrl")
                .filter(name -> isSame(used, System.getProperty(name)));
        Stream<String> variables =
                Stream.of(api.endpointVariable(), "AWS_ENDPOINT_URL").filter(name -> isSame(used, System.getenv(name)));
        return Stream.concat(properties, variables)
                .findFirst()
                .orElseGet(() -> "endpoint_url for " + api.profileSection() + " of profile "
                        + ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow()
                        + " in the AWS configuration file");
    }

    private static boolean isSame(URI used, @Nullable String text) {
        return used.toString().equals(text);
    }

    private static String withoutUser(URI uri) {
        String authority = Objects.requireNonNullElse(uri.getRawAuthority(), "");
        return uri.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1);
    }
}
