package io.github.cloudunmap.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * An AWS that repeats each request, its headers, and secrets besides, in its answers: well-formed errors of every API,
 * and garbage. Which of them, the request's body or path says by a word.
 */
final class EchoingServer implements AutoCloseable {
    private final List<String> secrets;
    private final HttpServer server;

    EchoingServer(List<String> secrets) throws IOException {
        this.secrets = secrets;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "echoing-aws");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String echo = echo(exchange, body);
            String asked = exchange.getRequestURI() + " " + body;
            if (asked.contains("srv-healthy")) {
                send(exchange, 200, "{\"Instances\":[]}");
            } else if (asked.contains("garbage")) {
                send(exchange, 200, "{\"AccessKeyId\": \"" + secrets + echo);
            } else if (asked.contains("page")) {
                send(exchange, 502, "<html><body>" + echo + "</body></html>");
            } else if (body.contains("AssumeRole")) {
                send(
                        exchange,
                        403,
                        "<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code><Message>"
                                + xml(echo) + "</Message></Error><RequestId>r</RequestId></ErrorResponse>");
            } else {
                String code = asked.contains("expired") ? "ExpiredTokenException" : "InvalidSignatureException";
                send(exchange, 400, "{\"__type\":\"" + code + "\",\"message\":\"" + json(echo) + "\"}");
            }
        }
    }

    /** As AWS does it when a signature does not fit, and more. */
    private String echo(HttpExchange exchange, String body) {
        StringBuilder echo = new StringBuilder("The Canonical String should have been\n'POST\n/\n");
        for (Map.Entry<String, List<String>> header :
                exchange.getRequestHeaders().entrySet()) {
            header.getValue()
                    .forEach(value -> echo.append(header.getKey())
                            .append(':')
                            .append(value)
                            .append('\n'));
        }
        return echo.append(body)
                .append("'\n")
                .append(String.join(", ", secrets))
                .toString();
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("x-amzn-RequestId", "request-1");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
