package io.github.cloudunmap.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * Checks the health of the program in the container image, which has no shell. Exits with 0 if {@code /-/healthy}
 * answers 200, else with 1. If nothing listens there, metrics are turned off and the check passes. Then it only shows
 * that the process runs.
 *
 * <p>The check runs every 30 seconds, in the memory of the program's own container. So it uses a bare socket: an HTTP
 * client would load ten times as many classes.
 */
public final class HealthCheck {
    private static final URI DEFAULT = URI.create("http://127.0.0.1:9100/-/healthy");
    private static final int TIMEOUT_MILLIS = 5000;
    /** The number of bytes at the start of the status line that are read, such as {@code HTTP/1.1 200}. */
    private static final int STATUS = 12;

    private HealthCheck() {}

    /**
     * Sends one request.
     *
     * @param args the URL to ask; if there is none, {@code /-/healthy} at the default {@code --prometheus-port}
     */
    public static void main(String[] args) {
        System.exit(isHealthy(args.length == 0 ? DEFAULT : URI.create(args[0])) ? ExitCode.OK : ExitCode.FAILED);
    }

    static boolean isHealthy(URI url) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(("GET " + url.getPath() + " HTTP/1.0\r\n\r\n").getBytes(ISO_8859_1));
            String status = new String(socket.getInputStream().readNBytes(STATUS), ISO_8859_1);
            return status.startsWith("HTTP/1.") && status.endsWith(" 200");
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
