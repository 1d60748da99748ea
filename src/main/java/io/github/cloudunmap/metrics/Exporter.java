package io.github.cloudunmap.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.cloudunmap.reconcile.TimeSource;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Serves pages over HTTP: the metrics at {@code /metrics} (and at {@code /}, as the Python tool that this program
 * replaces does), {@code /-/healthy}, {@code /-/ready}, and further pages that are passed in. A browser that asks for
 * {@code /} is redirected to {@code /status}.
 *
 * <p>The JDK's server listens on loopback only, behind a {@link ConnectionLimiter}. The limiter occupies one thread of
 * the executor until the exporter is closed. Each answer under way occupies one more thread. By default, a client that
 * takes more than {@value #MOST_SECONDS} s for its request or its answer is cut off.
 */
public final class Exporter implements AutoCloseable {
    private static final int MOST_SECONDS = 10;

    static {
        // The JDK's server reads these properties when the process creates its first server.
        preset("sun.net.httpserver.maxReqTime", MOST_SECONDS);
        preset("sun.net.httpserver.maxRspTime", MOST_SECONDS);
    }

    private static final Set<String> METRICS = Set.of("/", "/metrics", "/metrics/");

    private final HttpHandler metrics;
    private final Supplier<List<String>> stuckServices;
    private final BooleanSupplier ready;
    private final Pages pages;
    private final HttpServer server;
    private final ConnectionLimiter limiter;

    /** The pages that the exporter serves besides the metrics and the probes. Any thread may call {@link #at}. */
    public interface Pages {
        /** Returns the page at this path; empty if there is none. */
        Optional<Page> at(String path);
    }

    /**
     * The answer to a request.
     *
     * @param headers the HTTP headers, except the content type
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares pages
    public record Page(int status, String contentType, Map<String, String> headers, byte[] body) {
        public Page {
            headers = Map.copyOf(headers);
        }

        static Page text(int status, String text) {
            return new Page(status, "text/plain; charset=utf-8", Map.of(), (text + "\n").getBytes(UTF_8));
        }

        private static Page leadingTo(String place) {
            return new Page(302, "text/plain; charset=utf-8", Map.of("Location", place, "Vary", "Accept"), new byte[0]);
        }
    }

    /**
     * @param port the port to listen on; 0 for any free one
     * @param threads runs the requests and the {@link ConnectionLimiter}; the caller closes this executor
     * @param stuckServices returns the ids of stuck services; the program is healthy if there are none
     * @param ready whether the program has been ready once: every service had had a pass, and a reading (a query of
     *     Cloud Map for its services) of every selection was in effect
     * @param pages the pages besides the metrics and the probes
     * @throws IOException if the exporter cannot listen at this host and port
     */
    public Exporter(
            CollectorRegistry registry,
            String host,
            int port,
            Executor threads,
            TimeSource time,
            Supplier<List<String>> stuckServices,
            BooleanSupplier ready,
            Pages pages)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("the host name is unknown");
        }
        // Leave out the _created series: they would double the size of the page and are of no use.
        this.metrics = new HTTPServer.HTTPMetricHandler(registry, () -> name -> !name.endsWith("_created"));
        this.stuckServices = stuckServices;
        this.ready = ready;
        this.pages = pages;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        limiter = limited(address, time);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        threads.execute(limiter);
    }

    private ConnectionLimiter limited(InetSocketAddress address, TimeSource time) throws IOException {
        try {
            long seconds = Math.max(
                    Long.getLong("sun.net.httpserver.maxReqTime", MOST_SECONDS),
                    Long.getLong("sun.net.httpserver.maxRspTime", MOST_SECONDS));
            return new ConnectionLimiter(address, server.getAddress(), Duration.ofSeconds(seconds), time);
        } catch (IOException e) {
            server.stop(0);
            throw e;
        }
    }

    private static void preset(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }

    /** Returns the port that the exporter listens on. */
    public int port() {
        return limiter.port();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            // Close the connection after each answer. For its next request, the client has to connect again. That
            // request then waits behind the requests that other clients have sent before.
            exchange.getResponseHeaders().set("Connection", "close");
            String path = Objects.requireNonNullElse(exchange.getRequestURI().getPath(), "");
            String method = exchange.getRequestMethod();
            boolean isHead = method.equals("HEAD");
            if (!isHead && !method.equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, Page.text(405, "only GET and HEAD are answered here"), false);
            } else if (path.equals("/") && isBrowser(exchange)) {
                send(exchange, Page.leadingTo("status"), isHead);
            } else if (!METRICS.contains(path)) {
                send(exchange, page(path), isHead);
            } else if (isHead) {
                String accepted = exchange.getRequestHeaders().getFirst("Accept");
                send(exchange, new Page(200, TextFormat.chooseContentType(accepted), Map.of(), new byte[0]), true);
            } else {
                metrics.handle(exchange);
            }
        }
    }

    /**
     * Whether a browser sent the request. Only a browser asks for HTML: a scraper asks for other types, and a tool
     * such as curl for any type.
     */
    private static boolean isBrowser(HttpExchange exchange) {
        return exchange.getRequestHeaders().getOrDefault("Accept", List.of()).stream()
                .anyMatch(accepted -> accepted.contains("text/html"));
    }

    private Page page(String path) {
        return switch (path) {
            case "/-/healthy" -> healthy();
            case "/-/ready" ->
                ready.getAsBoolean()
                        ? Page.text(200, "ready")
                        : Page.text(
                                503,
                                "not ready: some selection has not been read, or some service has not had its first pass");
            default ->
                pages.at(path)
                        .orElseGet(() ->
                                Page.text(404, "there are /status, /status.json, /metrics, /-/healthy and /-/ready"));
        };
    }

    private Page healthy() {
        List<String> stuck = stuckServices.get();
        return stuck.isEmpty() ? Page.text(200, "healthy") : Page.text(500, String.join("\n", stuck));
    }

    private static void send(HttpExchange exchange, Page page, boolean headOnly) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", page.contentType());
        page.headers().forEach(exchange.getResponseHeaders()::set);
        if (headOnly) {
            exchange.sendResponseHeaders(page.status(), -1);
        } else {
            exchange.sendResponseHeaders(page.status(), page.body().length == 0 ? -1 : page.body().length);
            exchange.getResponseBody().write(page.body());
        }
    }

    /** Stops listening, and cuts off the requests under way. */
    @Override
    public void close() {
        limiter.close();
        server.stop(0);
    }
}
