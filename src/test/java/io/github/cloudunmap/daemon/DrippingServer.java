package io.github.cloudunmap.daemon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.cloudunmap.process.NamedThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Answers what names one service with a chunk's length that never ends, a digit at a time, faster than any read
 * timeout, and every other request not at all.
 */
final class DrippingServer implements AutoCloseable {
    private static final Duration DRIP_EVERY = Duration.ofMillis(50);
    private static final byte[] HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(US_ASCII);

    private final String service;
    private final CountDownLatch dripping = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(new NamedThreads("dripping"));
    private final ServerSocket server;

    DrippingServer(String service) {
        this.service = service;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    void awaitDripping() throws InterruptedException {
        dripping.await();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (!names(socket.getInputStream())) {
                closed.await();
                return;
            }
            socket.getOutputStream().write(HEAD);
            dripping.countDown();
            do {
                socket.getOutputStream().write('0');
            } while (!closed.await(DRIP_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (IOException | InterruptedException e) {
            // The client has gone, or the test is over.
        }
    }

    /** Whether the request, which ends with its JSON object, names the service. */
    private boolean names(InputStream request) throws IOException {
        StringBuilder read = new StringBuilder();
        for (int next = request.read(); next >= 0 && next != '}'; next = request.read()) {
            read.append((char) next);
        }
        return read.indexOf('"' + service + '"') >= 0;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        threads.shutdown();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
