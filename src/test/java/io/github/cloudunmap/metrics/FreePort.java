package io.github.cloudunmap.metrics;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Free TCP ports for programs that are told where to listen. While this process lives, neither it nor another test
 * process on this machine gives a port again. Programs that do not ask this class can still take one.
 */
public final class FreePort {
    /** Below 32,768, where Linux begins to give ports to outgoing connections. */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_767;

    /**
     * A UDP socket of the same number marks a port as given. It leaves the TCP port free for the program. A port is
     * marked before {@link #isFree} listens on it, so that this never disturbs the program of another test process.
     */
    private static final List<DatagramSocket> GIVEN = new ArrayList<>();

    private FreePort() {}

    /** Any thread may call it. */
    public static synchronized int next() throws IOException {
        for (int port = FIRST + GIVEN.size(); port <= LAST; port++) {
            if (mark(port) && isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port from " + FIRST + " to " + LAST + " is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket ignored = new ServerSocket(port)) {
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    private static boolean mark(int port) {
        try {
            GIVEN.add(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
