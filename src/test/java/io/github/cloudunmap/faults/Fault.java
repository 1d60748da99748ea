package io.github.cloudunmap.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What becomes of one answer on its way. */
@FunctionalInterface
public interface Fault {
    /**
     * Sends what is left of the answer.
     *
     * @param exchange with a request id already; the caller closes it, and its connection if not all of it was sent
     */
    void send(HttpExchange exchange, FaultyFront.Answer answer) throws IOException;

    static Fault none() {
        return (exchange, answer) -> whole(exchange, answer.status(), answer.body());
    }

    /** Half of the body, and then the connection ends. */
    static Fault cut() {
        return (exchange, answer) -> {
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(half(answer.body()));
            exchange.getResponseBody().flush();
        };
    }

    /** Half of the body as if it were all: only who reads it can notice. */
    static Fault truncated() {
        return (exchange, answer) -> whole(exchange, answer.status(), half(answer.body()));
    }

    /** Another body with that status. */
    static Fault instead(int status, String body) {
        return (exchange, answer) -> whole(exchange, status, body.getBytes(UTF_8));
    }

    /** Another body, status 200, and no request id, so that it cannot be AWS's. */
    static Fault withoutRequestId(String body) {
        return (exchange, answer) -> {
            exchange.getResponseHeaders().remove(FaultyFront.REQUEST_ID);
            whole(exchange, 200, body.getBytes(UTF_8));
        };
    }

    static Fault redirect(int status, URI elsewhere) {
        return (exchange, answer) -> {
            exchange.getResponseHeaders().set("Location", elsewhere.toString());
            whole(exchange, status, new byte[0]);
        };
    }

    /** A blank every now and then, so that no read times out, without end. */
    static Fault drip(CountDownLatch over) {
        return (exchange, answer) -> {
            exchange.sendResponseHeaders(answer.status(), 0);
            try {
                do {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                } while (!over.await(50, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static void whole(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static byte[] half(byte[] body) {
        return Arrays.copyOf(body, body.length / 2);
    }
}
