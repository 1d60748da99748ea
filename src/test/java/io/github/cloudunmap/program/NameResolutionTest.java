package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.InMemoryAws;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name that does not resolve, and later does, in a process that looks names up in a file. */
@Tag("long")
final class NameResolutionTest {
    private final InMemoryAws aws = InMemoryAws.start();
    private final Fleet fleet = new Fleet(aws).withLive(2).withDead(1);

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void losesNothingWhileTheNameOfEc2DoesNotResolve(@TempDir Path directory) throws Exception {
        Path hosts = Files.createFile(directory.resolve("hosts"));
        Map<String, String> environment = Map.of(
                "AWS_ENDPOINT_URL_SERVICEDISCOVERY",
                aws.endpoint().toString(),
                "AWS_ENDPOINT_URL_EC2",
                "http://ec2.invalid:" + aws.endpoint().getPort());
        List<String> jvmFlags = List.of("-Djdk.net.hosts.file=" + hosts, "-Dsun.net.inetaddr.negative.ttl=0");
        try (ProgramProcess program = ProgramProcess.start(
                environment,
                jvmFlags,
                Stream.concat(Stream.of(Fleet.everySecond()), Stream.of("--allow-insecure-endpoint"))
                        .toArray(String[]::new))) {
            assertThat(program.awaitMessage(message -> message.startsWith("An error")))
                    .isEqualTo("An error occurred while reconciling service srv-web: DescribeInstances in us-east-1:"
                            + " the host name does not resolve: ec2.invalid");
            assertThat(fleet.registered()).hasSize(3);

            Files.writeString(hosts, "127.0.0.1 ec2.invalid\n");
            program.awaitMessage(message -> message.endsWith(" 1 deregistered"));

            assertThat(fleet.registered()).isEqualTo(fleet.live());
        }
    }
}
