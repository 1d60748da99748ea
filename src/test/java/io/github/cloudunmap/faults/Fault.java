package io.github.cloudunmap.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

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

    /** The answer with another body made of its own. */
    static Fault edited(UnaryOperator<String> edit) {
        return (exchange, answer) -> whole(
                exchange,
                answer.status(),
                edit.apply(new String(answer.body(), UTF_8)).getBytes(UTF_8));
    }

    /** The answer as gzip. */
    static Fault packed() {
        return (exchange, answer) -> packed(exchange, answer.status(), gzip(answer.body(), new byte[0], 0));
    }

    /** Another body with that status as gzip, which ends in many of the same. */
    static Fault packed(int status, String begin, String repeated, int times) {
        byte[] body = gzip(begin.getBytes(UTF_8), repeated.getBytes(UTF_8), times);
        return (exchange, answer) -> packed(exchange, status, body);
    }

    /** The answer with something wrong in it, sometimes cut short and sometimes packed, at random. */
    static Fault spoilt(Random random) {
        return (exchange, answer) -> {
            String text = new String(answer.body(), UTF_8);
            String spoilt = text.startsWith("<") ? SpoiltXml.of(text, random) : SpoiltJson.of(text, random);
            byte[] body = spoilt.getBytes(UTF_8);
            if (random.nextInt(8) == 0) {
                body = Arrays.copyOf(body, random.nextInt(body.length));
            }
            if (random.nextInt(4) == 0) {
                packed(exchange, answer.status(), gzip(body, new byte[0], 0));
            } else {
                whole(exchange, answer.status(), body);
            }
        };
    }

    /** The answer as it is, but called gzip. */
    static Fault saidToBePacked() {
        return (exchange, answer) -> packed(exchange, answer.status(), answer.body());
    }

    /** Another body, status 200, and no request id, so that it cannot be AWS's. */
    static Fault withoutRequestId(String body) {
        return (exchange, answer) -> {
            exchange.getResponseHeaders().remove(FaultyFront.REQUEST_ID);
            whole(exchange, 200, body.getBytes(UTF_8));
        };
    }

    /** An error that names a time to wait, in seconds. */
    static Fault retryAfter(int status, long seconds) {
        return (exchange, answer) -> {
            exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds));
            whole(exchange, status, new byte[0]);
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

    private static void packed(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        whole(exchange, status, body);
    }

    private static byte[] gzip(byte[] begin, byte[] repeated, int times) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new BufferedOutputStream(new GZIPOutputStream(packed))) {
            out.write(begin);
            for (int i = 0; i < times; i++) {
                out.write(repeated);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] half(byte[] body) {
        return Arrays.copyOf(body, body.length / 2);
    }
}
