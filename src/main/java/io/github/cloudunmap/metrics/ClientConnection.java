package io.github.cloudunmap.metrics;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection to the {@link ConnectionLimiter}. It first reads the head of the request. Then it passes the
 * request to the server behind the connection limiter, and carries the answer back. A connection serves one request.
 * Only the limiter's thread uses it.
 */
final class ClientConnection {
    /**
     * The most bytes of a request's head. Scrapers and browsers send fewer. The limit is so low that every connection
     * can have a buffer of this size.
     */
    private static final int MOST_HEAD_BYTES = 16 * 1024;

    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    /**
     * The number of bytes of an IPv6 address by which clients are told apart. An IPv6 client owns all addresses with
     * the same first eight bytes.
     */
    private static final int ADDRESS_BYTES = 8;

    enum State {
        /** The head of the request has not arrived completely. */
        READING,
        /** The head of the request has arrived, and the request waits for its turn. */
        WAITING,
        /** The request was passed to the server. */
        ANSWERING
    }

    private final SelectionKey client;
    private final ByteBuffer address;
    private State state = State.READING;
    private long stateSince;
    private long silentSince;
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private @Nullable SelectionKey server;

    /** @param nanos the time of {@link io.github.cloudunmap.reconcile.TimeSource#nanos()} */
    ClientConnection(SelectionKey client, InetAddress address, long nanos) {
        this.client = client;
        byte[] raw = address.getAddress();
        this.address = ByteBuffer.wrap(Arrays.copyOf(raw, Math.min(raw.length, ADDRESS_BYTES)));
        this.stateSince = nanos;
        this.silentSince = nanos;
    }

    State state() {
        return state;
    }

    /** Returns when the present state began, in monotonic nanoseconds. */
    long stateSince() {
        return stateSince;
    }

    /**
     * Returns when bytes last moved between client and server in the present state, in monotonic nanoseconds. Making
     * the connection to the server counts as a move of bytes. If none have moved in this state, returns when the state
     * began.
     */
    long silentSince() {
        return silentSince;
    }

    boolean isOfTheSameClientAs(ClientConnection other) {
        return address.equals(other.address);
    }

    /**
     * Moves the bytes that can be moved now.
     *
     * @param key the key that is ready: of the client's side or of the server's
     * @param nanos the time of {@link io.github.cloudunmap.reconcile.TimeSource#nanos()}
     * @return false if the connection has to be closed: because the server has ended its answer, the client has ended
     *     its request within the head, or the head is too long
     * @throws IOException if a read, a write or the connect fails, for example because the other side has reset the
     *     connection
     */
    boolean proceed(SelectionKey key, long nanos) throws IOException {
        if (key != client) {
            silentSince = nanos;
            return proceedWithServer(key);
        }
        if (state == State.READING) {
            return readHead(nanos);
        }
        if (key.isWritable()) {
            silentSince = nanos;
            writeAnswer();
        } else {
            discard();
        }
        return true;
    }

    /**
     * Begins to connect to the server behind the connection limiter. Later calls of {@link #proceed} send the request
     * to this server.
     *
     * @param address the address that the server listens on
     */
    void passTo(InetSocketAddress address, long nanos) throws IOException {
        SocketChannel channel;
        // Pass the request on only if two file descriptors are free: one for each end of the connection to the server.
        // If the server could not open its end, its accept loop would use a whole processor.
        try (SocketChannel spare = SocketChannel.open()) {
            channel = SocketChannel.open();
        }
        channel.configureBlocking(false);
        server = channel.register(client.selector(), SelectionKey.OP_CONNECT, this);
        enter(State.ANSWERING, nanos);
        if (channel.connect(address)) {
            server.interestOps(SelectionKey.OP_WRITE);
        }
    }

    private void enter(State next, long nanos) {
        state = next;
        stateSince = nanos;
        silentSince = nanos;
    }

    private boolean readHead(long nanos) throws IOException {
        if (bytes.capacity() == 0) {
            // The buffer is allocated only now, so that a client that sends nothing costs no memory.
            bytes = ByteBuffer.allocate(MOST_HEAD_BYTES);
        }
        int from = Math.max(0, bytes.position() - END_OF_HEAD.length + 1);
        if (channel(client).read(bytes) < 0) {
            return false;
        }
        int end = endOfHead(from);
        if (end < 0) {
            return bytes.hasRemaining();
        }
        // Drop the bytes after the head. They are a body, which no page reads, or a further request.
        bytes.position(end).flip();
        enter(State.WAITING, nanos);
        return true;
    }

    private int endOfHead(int from) {
        for (int i = from; i + END_OF_HEAD.length <= bytes.position(); i++) {
            if (Arrays.equals(bytes.array(), i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
                return i + END_OF_HEAD.length;
            }
        }
        return -1;
    }

    private boolean proceedWithServer(SelectionKey key) throws IOException {
        if (key.isConnectable()) {
            channel(key).finishConnect();
            key.interestOps(SelectionKey.OP_WRITE);
        } else if (key.isWritable()) {
            channel(key).write(bytes);
            if (!bytes.hasRemaining()) {
                // Tell the server behind the connection limiter that the request ends here: after its head, no body
                // follows. The server itself closes its connection after the answer.
                channel(key).shutdownOutput();
                key.interestOps(SelectionKey.OP_READ);
            }
        } else {
            bytes.clear();
            if (channel(key).read(bytes) < 0) {
                return false;
            }
            bytes.flip();
            writeAnswer();
        }
        return true;
    }

    private void writeAnswer() throws IOException {
        channel(client).write(bytes);
        boolean isWritten = !bytes.hasRemaining();
        client.interestOps(isWritten ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
        if (server != null) {
            server.interestOps(isWritten ? SelectionKey.OP_READ : 0);
        }
    }

    /**
     * Reads and drops further bytes of the client. If the connection were closed with unread bytes, the client could
     * lose an answer that is still on its way.
     */
    private void discard() throws IOException {
        if (channel(client).read(ByteBuffer.allocate(MOST_HEAD_BYTES)) < 0) {
            client.interestOps(0);
        }
    }

    private static SocketChannel channel(SelectionKey key) {
        return (SocketChannel) key.channel();
    }

    void close() {
        closeQuietly(client);
        if (server != null) {
            closeQuietly(server);
        }
    }

    private static void closeQuietly(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            // Its descriptor is free in any case.
        }
    }
}
