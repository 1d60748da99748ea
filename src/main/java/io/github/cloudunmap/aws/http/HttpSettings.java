package io.github.cloudunmap.aws.http;

import io.github.cloudunmap.reconcile.ApiFailure;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/**
 * The settings of the SDK's HTTP clients, including those that the SDK makes for itself to fetch credentials.
 *
 * @param proxies empty to use no proxy
 * @param authorities the certificate authorities to trust; empty for those of the JDK
 */
public record HttpSettings(Optional<Proxies> proxies, Optional<TrustManager[]> authorities) {
    private static final String CA_BUNDLE = "AWS_CA_BUNDLE";
    /**
     * The most connections of a client: more than the workers and regions need. With the SDK's default of 50, calls
     * would wait for each other.
     */
    private static final int MOST_CONNECTIONS = 1_000;

    /** Uses no proxy. Trusts the certificate authorities of the JDK. */
    public static final HttpSettings DIRECT = new HttpSettings(Optional.empty(), Optional.empty());

    /**
     * Reads the settings of the environment and of the profile in use.
     *
     * @throws InvalidSettingException for the first setting that cannot be used
     */
    public static HttpSettings of(Map<String, String> environment) throws InvalidSettingException {
        return new HttpSettings(Optional.of(Proxies.of(environment)), authorities(environment));
    }

    /**
     * Reads the settings of this process's environment. The caller has checked the environment before.
     *
     * @throws ApiFailure if a setting has become unusable since the check
     */
    public static HttpSettings ofProcess() {
        try {
            return of(System.getenv());
        } catch (InvalidSettingException e) {
            throw new ApiFailure("InvalidSetting", String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<TrustManager[]> authorities(Map<String, String> environment)
            throws InvalidSettingException {
        String path = environment.getOrDefault(CA_BUNDLE, "");
        if (!path.isBlank()) {
            return Optional.of(CaBundle.read(CA_BUNDLE, path));
        }
        String profile = ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
        Optional<String> ofProfile =
                ProfileFile.defaultProfileFile().profile(profile).flatMap(HttpSettings::caBundle);
        return ofProfile.isPresent()
                ? Optional.of(CaBundle.read("ca_bundle of profile " + profile, ofProfile.get()))
                : Optional.empty();
    }

    private static Optional<String> caBundle(Profile profile) {
        return profile.property("ca_bundle").filter(path -> !path.isBlank());
    }

    /** Returns the builder of a client with these settings, and with the SDK's default timeouts. */
    public Apache5HttpClient.Builder client() {
        Apache5HttpClient.Builder builder = Apache5HttpClient.builder()
                .maxConnections(MOST_CONNECTIONS)
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariableValues(false)
                        .build());
        authorities.ifPresent(trusted -> builder.tlsTrustManagersProvider(() -> trusted));
        proxies.ifPresent(chosen ->
                builder.httpRoutePlanner(new ProxyRoutes(chosen)).credentialsProvider(new ProxyUsers(chosen)));
        return builder;
    }

    /** Chooses the proxy of each request by the request's target. */
    private static final class ProxyRoutes extends DefaultRoutePlanner {
        private final Proxies proxies;

        ProxyRoutes(Proxies proxies) {
            super(null);
            this.proxies = proxies;
        }

        @Override
        protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
            return proxies.of(target.getSchemeName(), target.getHostName(), target.getPort())
                    .map(proxy -> new HttpHost(proxy.scheme(), proxy.host(), proxy.port()))
                    .orElse(null);
        }
    }

    /** Gives the user and password of a proxy to that proxy, and to no other server. */
    private record ProxyUsers(Proxies proxies) implements CredentialsProvider {
        @Override
        public @Nullable Credentials getCredentials(AuthScope scope, HttpContext context) {
            return Stream.of(proxies.ofHttps(), proxies.ofHttp())
                    .flatMap(Optional::stream)
                    .filter(proxy -> proxy.host().equalsIgnoreCase(scope.getHost()) && proxy.port() == scope.getPort())
                    .filter(proxy -> proxy.user() != null)
                    .findFirst()
                    .map(ProxyUsers::credentials)
                    .orElse(null);
        }

        private static Credentials credentials(Proxies.Proxy proxy) {
            String password = proxy.password();
            return new UsernamePasswordCredentials(
                    proxy.user(), password == null ? new char[0] : password.toCharArray());
        }
    }
}
