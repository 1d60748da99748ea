package io.github.cloudunmap.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/**
 * The health check of the container image, which has no shell. Exits with 0 if {@code /-/healthy} answers 200, else
 * with 1. If nothing listens, metrics are turned off and the check passes: it then only shows that the process runs.
 */
public final class HealthCheck {
    private static final URI DEFAULT = URI.create("http://127.0.0.1:9100/-/healthy");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private HealthCheck() {}

    /**
     * Sends one request.
     *
     * @param args the URL to ask; without it, that of the default {@code --prometheus-port}
     */
    public static void main(String[] args) {
        System.exit(isHealthy(args.length == 0 ? DEFAULT : URI.create(args[0])) ? ExitCode.OK : ExitCode.FAILED);
    }

    static boolean isHealthy(URI url) {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout((int) TIMEOUT.toMillis());
            connection.setReadTimeout((int) TIMEOUT.toMillis());
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
