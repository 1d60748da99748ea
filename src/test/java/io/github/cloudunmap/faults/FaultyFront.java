package io.github.cloudunmap.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an AWS, lets every request through, and spoils the answers that a test wants spoilt. Any thread may
 * turn faults on and off.
 */
public final class FaultyFront implements AutoCloseable {
    static final String REQUEST_ID = "x-amzn-requestid";

    private final Map<String, Fault> lasting = new ConcurrentHashMap<>();
    private final Map<String, Queue<Fault>> next = new ConcurrentHashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private @Nullable URI behind;

    /** What the AWS behind has answered. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(int status, byte[] body) {}

    public FaultyFront() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where to call instead of {@code aws}. */
    public URI before(URI aws) {
        behind = aws;
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Spoils every answer to the operation, until {@link #heal}. */
    public void spoil(String operation, Fault fault) {
        lasting.put(operation, fault);
    }

    /** Spoils the next answers to the operation, one after the other. */
    public void spoilNext(String operation, Fault... faults) {
        next.computeIfAbsent(operation, o -> new ConcurrentLinkedQueue<>()).addAll(List.of(faults));
    }

    /** Lets all answers pass from now on. */
    public void heal() {
        lasting.clear();
        next.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            Answer answer = forward(exchange, request);
            exchange.getResponseHeaders().set(REQUEST_ID, "from-the-front");
            fault(exchange, request).send(exchange, answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Fault fault(HttpExchange exchange, byte[] request) {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String named = target == null ? new String(request, UTF_8) : target;
        return next.entrySet().stream()
                .filter(entry -> named.contains(entry.getKey()))
                .flatMap(entry -> Stream.ofNullable(entry.getValue().poll()))
                .findFirst()
                .or(() -> lasting.entrySet().stream()
                        .filter(entry -> named.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst())
                .orElse(Fault.none());
    }

    private Answer forward(HttpExchange exchange, byte[] request) throws IOException, InterruptedException {
        HttpRequest.Builder forwarded =
                HttpRequest.newBuilder(behind).POST(HttpRequest.BodyPublishers.ofByteArray(request));
        for (String header : List.of("Authorization", "X-Amz-Target", "Content-Type")) {
            exchange.getRequestHeaders()
                    .getOrDefault(header, List.of())
                    .forEach(value -> forwarded.header(header, value));
        }
        HttpResponse<byte[]> answer = client.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(answer.statusCode(), answer.body());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
