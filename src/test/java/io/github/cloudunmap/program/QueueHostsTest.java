package io.github.cloudunmap.program;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where the requests to a queue go, as a proxy sees it that lets nothing through. */
@Tag("long")
final class QueueHostsTest {
    /** The host of the queue's URL, and where its requests go. */
    private static final Map<String, String> HOSTS = Map.of(
            "sqs.eu-west-1.amazonaws.com", "sqs.eu-west-1.amazonaws.com",
            "eu-west-2.queue.amazonaws.com", "sqs.eu-west-2.amazonaws.com",
            "queue.amazonaws.com", "sqs.us-east-1.amazonaws.com",
            "sqs.cn-north-1.amazonaws.com.cn", "sqs.cn-north-1.amazonaws.com.cn",
            "sqs-fips.us-east-2.amazonaws.com", "sqs-fips.us-east-2.amazonaws.com",
            "sqs.eu-west-3.api.aws", "sqs.eu-west-3.api.aws",
            "vpce-0a1b-2c3d.sqs.us-west-2.vpce.amazonaws.com", "vpce-0a1b-2c3d.sqs.us-west-2.vpce.amazonaws.com");

    @Test
    void everyFormOfAQueuesUrlLeadsToItsHost() throws Exception {
        lead(HOSTS, Map.of());
    }

    @Test
    void aUrlWithAHostOfItsOwnLeadsThereWhateverTheEnvironmentAsksFor() throws Exception {
        Map<String, String> wishes = Map.of("AWS_USE_FIPS_ENDPOINT", "true", "AWS_USE_DUALSTACK_ENDPOINT", "true");
        String fips = "sqs-fips.us-east-2.amazonaws.com";
        lead(Map.of(fips, fips), wishes);
    }

    private static void lead(Map<String, String> hosts, Map<String, String> variables) throws Exception {
        String queues = hosts.keySet().stream()
                .map(host -> "{ queue-url: https://" + host + "/123456789012/changes }")
                .collect(Collectors.joining(", "));
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ConfigFile file = ConfigFile.of("""
                        events: [%s]
                        services: [{ service-id: srv-web, service-region: us-east-1, instances-regions: [us-east-1] }]
                        """.formatted(queues))) {
            BlockingQueue<String> asked = new LinkedBlockingQueue<>();
            Thread refusing = new Thread(() -> refuseAll(proxy, asked), "refusing-proxy");
            refusing.start();
            Map<String, String> environment = new HashMap<>(variables);
            environment.put("HTTPS_PROXY", "http://127.0.0.1:" + proxy.getLocalPort());
            try (ProgramProcess program = ProgramProcess.start(environment, List.of(), "--config", file.path())) {
                Set<String> expected = hosts.values().stream()
                        .map(host -> "CONNECT " + host + ":443 HTTP/1.1")
                        .collect(Collectors.toSet());
                Set<String> queuesAsked = new HashSet<>();
                while (!queuesAsked.containsAll(expected)) {
                    String line = asked.poll(50, TimeUnit.SECONDS);
                    assertThat(line).as("a request beside %s", queuesAsked).isNotNull();
                    if (line.contains("sqs") || line.contains("queue")) {
                        queuesAsked.add(line);
                    }
                }
                assertThat(queuesAsked).isEqualTo(expected);
                program.signal("TERM");
                assertThat(program.exitCode()).isZero();
            }
        }
    }

    private static void refuseAll(ServerSocket proxy, BlockingQueue<String> asked) {
        try {
            while (true) {
                try (Socket client = proxy.accept()) {
                    BufferedReader head = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
                    String first = head.readLine();
                    String line = first;
                    while (line != null && !line.isEmpty()) {
                        line = head.readLine();
                    }
                    if (first != null) {
                        asked.add(first);
                    }
                    client.getOutputStream()
                            .write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                    .getBytes(US_ASCII));
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }
}
