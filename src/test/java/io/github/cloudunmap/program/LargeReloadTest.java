package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.InMemoryAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A reload that changes very much says so in a short line. */
@DisabledOnOs(OS.WINDOWS)
@Tag("long")
final class LargeReloadTest {
    @TempDir
    Path directory;

    @Test
    void namesTheFirstTenServicesAndSaysHowManyMoreThereAre() throws Exception {
        Path file = directory.resolve("unmap.yaml");
        write(file, 1);
        try (InMemoryAws aws = InMemoryAws.start();
                ProgramProcess program = ProgramProcess.start(aws.endpoint(), "--config", file.toString())) {
            IntStream.range(0, 601).forEach(i -> aws.cloudMap("us-east-1").createService("srv-" + i));
            program.awaitMessage(message -> message.contains("srv-0"));
            write(file, 601);
            program.signal("HUP");

            assertThat(program.awaitMessage(message -> message.startsWith("Reloaded")))
                    .isEqualTo(
                            "Reloaded: 600 added (srv-1; srv-2; srv-3; srv-4; srv-5; srv-6; srv-7; srv-8; srv-9; srv-10;"
                                    + " and 590 more), 0 changed, 0 removed, 1 unchanged");
        }
    }

    private static void write(Path file, int services) throws IOException {
        Files.writeString(
                file,
                IntStream.range(0, services)
                        .mapToObj(LargeReloadTest::service)
                        .collect(Collectors.joining("", "services:\n", "")));
    }

    private static String service(int number) {
        return """
                  - service-id: srv-%d
                    service-region: us-east-1
                    instances-regions: [us-east-1]
                    frequency: 1h
                """.formatted(number);
    }
}
