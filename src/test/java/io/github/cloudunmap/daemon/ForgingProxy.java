package io.github.cloudunmap.daemon;

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
import org.jspecify.annotations.Nullable;

/** Stands before an AWS and answers some requests itself, with status 200, a request id and whatever body a test gives. */
final class ForgingProxy implements AutoCloseable {
    private final Map<String, Queue<String>> forged = new ConcurrentHashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;
    private @Nullable URI behind;
    private volatile boolean withRequestIds = true;

    ForgingProxy() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where to call instead of {@code aws}. */
    URI before(URI aws) {
        behind = aws;
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers the next requests of the operation with these bodies. */
    void answerNext(String operation, List<String> bodies) {
        forged.computeIfAbsent(operation, o -> new ConcurrentLinkedQueue<>()).addAll(bodies);
    }

    void leaveRequestIdsOut() {
        withRequestIds = false;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String named = target == null ? new String(request, UTF_8) : target;
            String body = forged.entrySet().stream()
                    .filter(entry -> named.contains(entry.getKey()))
                    .findFirst()
                    .map(entry -> entry.getValue().poll())
                    .orElse(null);
            if (body == null) {
                forward(exchange, request);
            } else {
                send(exchange, 200, "forged", body.getBytes(UTF_8));
            }
        }
    }

    private void forward(HttpExchange exchange, byte[] request) throws IOException {
        HttpRequest.Builder forwarded =
                HttpRequest.newBuilder(behind).POST(HttpRequest.BodyPublishers.ofByteArray(request));
        for (String header : List.of("Authorization", "X-Amz-Target", "Content-Type")) {
            exchange.getRequestHeaders()
                    .getOrDefault(header, List.of())
                    .forEach(value -> forwarded.header(header, value));
        }
        try {
            HttpResponse<byte[]> answer = client.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
            send(exchange, answer.statusCode(), "forwarded", answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpExchange exchange, int status, String requestId, byte[] body) throws IOException {
        if (withRequestIds) {
            exchange.getResponseHeaders().set("x-amzn-requestid", requestId);
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
