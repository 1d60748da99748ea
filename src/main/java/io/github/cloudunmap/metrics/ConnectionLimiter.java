package io.github.cloudunmap.metrics;

import io.github.cloudunmap.metrics.ClientConnection.State;
import io.github.cloudunmap.reconcile.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The public side of an HTTP server that itself listens on loopback. It shares the server's few threads and
 * connections fairly between clients, which the JDK's server cannot do. A request is passed on once its whole head has
 * arrived. If a client has too many connections, its new connection replaces one of its earlier connections,
 * preferably one without a complete request.
 *
 * <p>One thread runs the limiter. Any thread may close it.
 */
final class ConnectionLimiter implements Runnable, AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int MOST_ACCEPTED_AT_ONCE = 16;
    private static final int MOST_CONNECTIONS = 100;
    private static final int MOST_CONNECTIONS_OF_A_CLIENT = 16;
    /**
     * The most requests of one client that are answered at the same time. The other threads are left for other
     * clients.
     */
    private static final int MOST_REQUESTS_OF_A_CLIENT = 6;

    private static final int MOST_REQUESTS = 8;
    private static final long TICK_MILLIS = 250;

    private static final Comparator<ClientConnection> LONGEST_SILENT =
            (one, other) -> Long.signum(one.silentSince() - other.silentSince());

    private final InetSocketAddress server;
    private final Duration atMost;
    private final TimeSource time;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final SelectionKey accepting;
    private final Set<ClientConnection> connections = new LinkedHashSet<>();
    /** Whether a connection was closed since the last select. Its file descriptors become free at the next select. */
    private boolean isRoomComing;

    /**
     * @param address the address to listen on
     * @param server the address that the server behind the connection limiter listens on
     * @param atMost the most time for each of these: the arrival of a request's head, the wait until the request is
     *     passed to the server, and the answer
     * @throws IOException if the limiter cannot listen on {@code address}
     */
    ConnectionLimiter(InetSocketAddress address, InetSocketAddress server, Duration atMost, TimeSource time)
            throws IOException {
        this.server = server;
        this.atMost = atMost;
        this.time = time;
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        try {
            listener.bind(address, BACKLOG).configureBlocking(false);
            accepting = listener.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Returns the port that the limiter listens on. */
    int port() {
        return listener.socket().getLocalPort();
    }

    @Override
    public void run() {
        try {
            // This first call only loads the classes that makeRoom() needs. Later calls come when clients hold every
            // file descriptor, and then no class can be loaded.
            makeRoom();
            while (selector.isOpen()) {
                boolean isPaused = accepting.interestOps() == 0;
                boolean mayWaitForGood = connections.isEmpty() && !isPaused;
                long timeout = isRoomComing ? 1 : mayWaitForGood ? 0 : TICK_MILLIS;
                isRoomComing = false;
                selector.select(this::proceed, timeout);
                if (isPaused) {
                    accepting.interestOps(SelectionKey.OP_ACCEPT);
                }
                closeLate();
                passOn();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClosedSelectorException | CancelledKeyException e) {
            // It was closed meanwhile.
        } finally {
            connections.forEach(ClientConnection::close);
            close();
        }
    }

    private void proceed(SelectionKey key) {
        if (key == accepting) {
            accept();
            return;
        }
        ClientConnection connection = (ClientConnection) key.attachment();
        // After the selector returned its key, this connection may have been closed to make room for another one.
        if (connections.contains(connection)) {
            try {
                if (!connection.proceed(key, time.nanos())) {
                    close(connection);
                }
            } catch (IOException | RuntimeException e) {
                close(connection);
            }
        }
    }

    private void accept() {
        try {
            for (int i = 0; i < MOST_ACCEPTED_AT_ONCE; i++) {
                SocketChannel client = listener.accept();
                if (client == null) {
                    return;
                }
                take(client);
            }
        } catch (IOException e) {
            if (!makeRoom()) {
                // Stop accepting for a while. Otherwise accepting would fail again and again without a pause,
                // and the loop would use a whole processor.
                accepting.interestOps(0);
            }
        }
    }

    /**
     * Makes sure, if possible, that a file descriptor becomes free when the selector next selects. If no connection
     * was closed since it last selected, closes the oldest connection without a complete request. Returns whether a
     * descriptor becomes free.
     */
    private boolean makeRoom() {
        if (!isRoomComing) {
            longestSilent(State.READING, other -> true).ifPresent(this::close);
        }
        return isRoomComing;
    }

    private void take(SocketChannel client) throws IOException {
        client.configureBlocking(false);
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = client.register(selector, SelectionKey.OP_READ);
        InetSocketAddress from = (InetSocketAddress) client.getRemoteAddress();
        ClientConnection connection = new ClientConnection(key, from.getAddress(), time.nanos());
        key.attach(connection);
        if (count(connection::isOfTheSameClientAs) >= MOST_CONNECTIONS_OF_A_CLIENT) {
            replaceOne(connection::isOfTheSameClientAs);
        } else if (connections.size() >= MOST_CONNECTIONS) {
            replaceOne(other -> true);
        }
        connections.add(connection);
    }

    private long count(Predicate<ClientConnection> which) {
        return connections.stream().filter(which).count();
    }

    /**
     * Closes one of the connections for which {@code which} is true: the oldest of those without a complete request.
     * If all of them have a complete request, closes the one being answered that has moved no bytes for longest. If
     * none of them is being answered, closes the one whose request has waited longest to be passed to the server.
     */
    private void replaceOne(Predicate<ClientConnection> which) {
        longestSilent(State.READING, which)
                .or(() -> longestSilent(State.ANSWERING, which))
                .or(() -> longestSilent(State.WAITING, which))
                .ifPresent(this::close);
    }

    private Optional<ClientConnection> longestSilent(State state, Predicate<ClientConnection> which) {
        return connections.stream()
                .filter(connection -> connection.state() == state)
                .filter(which)
                .min(LONGEST_SILENT);
    }

    private void closeLate() {
        long now = time.nanos();
        List.copyOf(connections).stream()
                .filter(connection -> now - connection.stateSince() > atMost.toNanos())
                .forEach(this::close);
    }

    private void passOn() {
        for (ClientConnection connection : List.copyOf(connections)) {
            if (connection.state() == State.WAITING && hasTurn(connection)) {
                try {
                    connection.passTo(server, time.nanos());
                } catch (IOException | RuntimeException e) {
                    if (connection.state() != State.WAITING || !makeRoom()) {
                        close(connection);
                    }
                }
            }
        }
    }

    private boolean hasTurn(ClientConnection connection) {
        Predicate<ClientConnection> isAnswering = other -> other.state() == State.ANSWERING;
        return count(isAnswering) < MOST_REQUESTS
                && count(isAnswering.and(connection::isOfTheSameClientAs)) < MOST_REQUESTS_OF_A_CLIENT;
    }

    private void close(ClientConnection connection) {
        connections.remove(connection);
        connection.close();
        isRoomComing = true;
    }

    @Override
    public void close() {
        try {
            listener.close();
            // Closing the selector frees the port at once, and ends the loop.
            selector.close();
        } catch (IOException e) {
            // Nothing more can be done.
        }
    }
}
