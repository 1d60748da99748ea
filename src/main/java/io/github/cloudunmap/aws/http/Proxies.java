package io.github.cloudunmap.aws.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the proxy of a request from the same variables as the AWS command line. {@code HTTPS_PROXY} is for https
 * targets, {@code HTTP_PROXY} is for http targets, and {@code NO_PROXY} lists exceptions. A variable in lower case
 * takes precedence over the same variable in upper case. Requests to loopback never use a proxy, because they must not
 * leave this machine.
 */
public record Proxies(Optional<Proxy> ofHttps, Optional<Proxy> ofHttp, NoProxy none) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int HIGHEST_PORT = 65_535;

    /** A proxy. The user and the password are for basic authentication. */
    public record Proxy(
            String scheme,
            String host,
            int port,
            @Nullable String user,
            @Nullable String password) {
        @Override
        public String toString() {
            return scheme + "://" + host + ":" + port;
        }
    }

    /**
     * Reads the proxies of this environment.
     *
     * @throws InvalidSettingException if a variable holds no URL of a proxy
     */
    public static Proxies of(Map<String, String> environment) throws InvalidSettingException {
        return new Proxies(
                proxy("HTTPS_PROXY", environment),
                proxy("HTTP_PROXY", environment),
                NoProxy.of(Optional.ofNullable(setting("NO_PROXY", environment).value)
                        .orElse("")));
    }

    /**
     * Returns the proxy for a request to this host; empty if the request uses no proxy.
     *
     * @param port the port; negative for the scheme's default
     */
    public Optional<Proxy> of(String scheme, String host, int port) {
        boolean isHttps = scheme.equalsIgnoreCase("https");
        int target = port < 0 ? (isHttps ? HTTPS_PORT : HTTP_PORT) : port;
        return (isHttps ? ofHttps : ofHttp).filter(proxy -> !none.covers(host, target));
    }

    private record Setting(String name, @Nullable String value) {}

    private static Setting setting(String name, Map<String, String> environment) {
        String small = name.toLowerCase(Locale.ROOT);
        return environment.containsKey(small)
                ? new Setting(small, environment.get(small))
                : new Setting(name, environment.get(name));
    }

    private static Optional<Proxy> proxy(String name, Map<String, String> environment) throws InvalidSettingException {
        Setting setting = setting(name, environment);
        String value = setting.value == null ? "" : setting.value.strip();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(value.contains("://") ? value : "http://" + value);
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            if (uri.getHost() == null || uri.getPort() > HIGHEST_PORT || !scheme.matches("https?")) {
                throw invalid(setting.name);
            }
            int port = uri.getPort() < 0 ? (scheme.equals("https") ? HTTPS_PORT : HTTP_PORT) : uri.getPort();
            String[] user = uri.getRawUserInfo() == null
                    ? new String[0]
                    : uri.getRawUserInfo().split(":", 2);
            return Optional.of(new Proxy(
                    scheme,
                    uri.getHost(),
                    port,
                    user.length > 0 ? decoded(user[0]) : null,
                    user.length > 1 ? decoded(user[1]) : null));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw invalid(setting.name);
        }
    }

    // The message does not show the value, because it may hold a password.
    @SuppressWarnings("OrphanedFormatString") // the %XX is what the user writes
    private static InvalidSettingException invalid(String name) {
        return new InvalidSettingException(
                name,
                "it is no URL of an HTTP proxy; write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, with"
                        + " special characters of the password as %XX");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
