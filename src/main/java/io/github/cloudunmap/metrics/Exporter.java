package io.github.cloudunmap.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Serves {@code /metrics} over HTTP. */
public final class Exporter implements AutoCloseable {
    private final HTTPServer server;

    /**
     * @param port 0 for any free one
     * @throws IOException if it cannot listen there
     */
    public Exporter(CollectorRegistry registry, String host, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("the host name is unknown");
        }
        server = new HTTPServer.Builder()
                .withInetSocketAddress(address)
                .withRegistry(registry)
                .withDaemonThreads(true)
                .build();
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
