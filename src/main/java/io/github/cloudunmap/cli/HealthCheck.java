package io.github.cloudunmap.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;

/**
 * Checks the health of the program in the container image, which has no shell. Exits with 0 if {@code /-/healthy}
 * answers 200 or if nothing listens at the port; otherwise exits with 1. If metrics are turned off, nothing listens.
 * The check then succeeds whenever it can run, so it shows only that the container runs.
 *
 * <p>The check runs every 30 seconds, in the memory of the program's own container. So it uses a bare socket, because
 * an HTTP client would load ten times as many classes.
 */
public final class HealthCheck {
    private static final List<URI> DEFAULT =
            List.of(URI.create("http://127.0.0.1:9100/-/healthy"), URI.create("http://[::1]:9100/-/healthy"));

    private static final int TIMEOUT_MILLIS = 5000;
    /** The number of bytes to read from the start of the status line, such as {@code HTTP/1.1 200}. */
    private static final int STATUS = 12;

    private HealthCheck() {}

    /**
     * Checks one URL, and exits. If none is given, checks {@code /-/healthy} at the default {@code --prometheus-port}
     * on loopback, by IPv4 and by IPv6, and both checks must succeed.
     *
     * @param args the URL to check, or nothing
     */
    public static void main(String[] args) {
        System.exit(
                isHealthy(args.length == 0 ? DEFAULT : List.of(URI.create(args[0]))) ? ExitCode.OK : ExitCode.FAILED);
    }

    static boolean isHealthy(List<URI> urls) {
        return urls.stream().allMatch(HealthCheck::isHealthy);
    }

    private static boolean isHealthy(URI url) {
        try (Socket socket = new Socket()) {
            if (!connects(socket, url)) {
                return true;
            }
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(("GET " + url.getPath() + " HTTP/1.0\r\n\r\n").getBytes(ISO_8859_1));
            String status = new String(socket.getInputStream().readNBytes(STATUS), ISO_8859_1);
            return status.startsWith("HTTP/1.") && status.endsWith(" 200");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether something listens at the URL. Returns false also if this machine lacks the family of the URL's address,
     * IPv4 or IPv6.
     */
    private static boolean connects(Socket socket, URI url) throws SocketTimeoutException {
        try {
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MILLIS);
            return true;
        } catch (SocketTimeoutException overrun) {
            throw overrun;
        } catch (IOException nothingListens) {
            return false;
        }
    }
}
