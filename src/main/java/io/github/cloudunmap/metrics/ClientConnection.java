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
 * A client's connection to the {@link ConnectionLimiter}: first the head of its request is read, then it is passed to
 * the server behind, and the answer is carried back. It serves one request. Only the limiter's thread uses it.
 */
final class ClientConnection {
    /** Above the heads of scrapers and browsers, and little enough for each of the connections to have it. */
    private static final int MOST_HEAD_BYTES = 16 * 1024;

    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    /** An IPv6 client has all the addresses with its first eight bytes. */
    private static final int ADDRESS_BYTES = 8;

    enum State {
        /** Its request has not come whole. */
        READING,
        /** Its request waits for its turn. */
        WAITING,
        /** Its request was passed on. */
        ANSWERING
    }

    private final SelectionKey client;
    private final ByteBuffer address;
    private State state = State.READING;
    private long stateSince;
    private long silentSince;
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private @Nullable SelectionKey server;

    /** @param nanos now */
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

    /** When its state began, in nanoseconds. */
    long stateSince() {
        return stateSince;
    }

    /** When bytes of the answer last moved, in nanoseconds; before that, when its state began. */
    long silentSince() {
        return silentSince;
    }

    boolean isOfTheSameClientAs(ClientConnection other) {
        return address.equals(other.address);
    }

    /**
     * Moves what can be moved.
     *
     * @param key the key that is ready
     * @return whether the connection goes on
     * @throws IOException if either side is gone
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

    /** Begins to pass the request on. */
    void passTo(InetSocketAddress address, long nanos) throws IOException {
        SocketChannel channel;
        // The server needs a descriptor too: without one its loop of accepting takes a whole processor.
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
            // Only now, so that a silent client costs no memory.
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
        // What follows is a body, which no page reads, or a next request.
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
                // The server waits for no body, and closes after the answer.
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

    /** If bytes of the client were left unread, closing would take the answer from it. */
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
