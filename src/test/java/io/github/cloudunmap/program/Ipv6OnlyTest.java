package io.github.cloudunmap.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.inmemory.MessageQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The program on a host without IPv4: a network namespace whose only address is ::1. The endpoints, the queue of
 * events, the exporter and the health check of the image are all reached by IPv6.
 */
@Tag("long")
final class Ipv6OnlyTest {
    private static final String PREFER_IPV6 = "-Djava.net.preferIPv6Addresses=true";
    private static final String HEALTH_CHECK = "io.github.cloudunmap.cli.HealthCheck";
    private static final String US = "us-east-1";
    private static final List<String> WITHOUT_IPV4 = List.of(
            "unshare",
            "--map-root-user",
            "--net",
            "sh",
            "-ec",
            "ip link set lo up; ip addr del 127.0.0.1/8 dev lo; exec \"$@\"",
            "sh");

    @Test
    void readsItsEndpointsAndItsQueueAndServesItsMetricsByIpv6() throws Exception {
        assumeTrue(onAHostWithoutIpv4("true").waitFor() == 0, "no namespace can be made with unshare and ip");

        Process host = onAHostWithoutIpv4(java(Ipv6OnlyTest.class.getName()));

        assertThat(new String(host.getInputStream().readAllBytes(), UTF_8).lines())
                .containsExactly(
                        "health check of a program that is stuck: 1",
                        "AWS is at [::1]",
                        "Prometheus exporter listening on [::1]:9100",
                        "Checked service srv-web: 2 registered, 1 matched, 1 stale (1 terminated), 1 deregistered",
                        "health check: 0",
                        "status: 0");
    }

    /** Runs in the namespace. */
    @SuppressWarnings("AddressSelection") // it is an address, no name
    public static void main(String[] arguments) throws Exception {
        HttpServer stuck = HttpServer.create(new InetSocketAddress("::1", 9100), 0);
        stuck.createContext("/", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        stuck.start();
        System.out.println("health check of a program that is stuck: " + exitCode(HEALTH_CHECK));
        stuck.stop(0);
        try (InMemoryAws aws = InMemoryAws.start()) {
            System.out.println("AWS is at " + aws.endpoint().getHost());
            MessageQueue queue = aws.account(InMemoryAws.DEFAULT_ACCOUNT).queue(US, "changes");
            String first = new Fleet(aws).withLive(2).live().iterator().next();
            try (ConfigFile file = ConfigFile.of("""
                            prometheus: { enabled: true, host: "::1" }
                            events: [{ queue-url: %s }]
                            services: [{ service-id: srv-web, service-region: us-east-1, instances-regions: [us-east-1] }]
                            """.formatted(queue.url()));
                    ProgramProcess program =
                            ProgramProcess.start(aws.endpoint(), List.of(PREFER_IPV6), "--config", file.path())) {
                System.out.println(program.awaitMessage(message -> message.startsWith("Prometheus exporter")));
                program.awaitMessage(message -> message.endsWith("2 matched"));
                aws.ec2(US).terminate(first);
                queue.send(
                        aws.account(InMemoryAws.DEFAULT_ACCOUNT).events(US).event(first, "terminated", Instant.now()));
                System.out.println(program.awaitMessage(message -> message.endsWith("deregistered")));
                System.out.println("health check: " + exitCode(HEALTH_CHECK));
                System.out.println(
                        "status: " + exitCode("io.github.cloudunmap.cli.Main", "status", "--url", "http://[::1]:9100"));
            }
        }
    }

    private static int exitCode(String... program) throws IOException, InterruptedException {
        return new ProcessBuilder(java(program))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
    }

    private static Process onAHostWithoutIpv4(String... command) throws IOException {
        return new ProcessBuilder(
                        Stream.concat(WITHOUT_IPV4.stream(), Stream.of(command)).toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String[] java(String... program) {
        return Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                PREFER_IPV6,
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path")),
                        Stream.of(program))
                .toArray(String[]::new);
    }
}
