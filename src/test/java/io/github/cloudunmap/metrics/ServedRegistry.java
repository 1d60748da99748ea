package io.github.cloudunmap.metrics;

import io.github.cloudunmap.process.SystemTime;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A registry and its exporter, healthy and ready unless told otherwise. */
final class ServedRegistry implements AutoCloseable {
    final CollectorRegistry registry = new CollectorRegistry();
    volatile List<String> stuck = List.of();
    volatile boolean ready = true;
    final Map<String, Exporter.Page> pages = new ConcurrentHashMap<>();

    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final Exporter exporter;

    ServedRegistry() {
        try {
            exporter = new Exporter(
                    registry,
                    "127.0.0.1",
                    0,
                    threads,
                    new SystemTime(),
                    () -> stuck,
                    () -> ready,
                    path -> Optional.ofNullable(pages.get(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return exporter.port();
    }

    List<String> samples(String start) throws Exception {
        return Scrape.samples(port(), start);
    }

    @Override
    public void close() {
        exporter.close();
        threads.shutdownNow();
    }
}
