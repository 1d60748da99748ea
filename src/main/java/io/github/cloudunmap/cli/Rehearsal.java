package io.github.cloudunmap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.cloudunmap.demo.DemoScenario;
import io.github.cloudunmap.demo.InMemoryAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the program against an in-memory AWS to make the JVM's start-up archive: once with flags, and once with a file.
 * The archive gets the classes that these runs load.
 */
public final class Rehearsal {
    private Rehearsal() {}

    /**
     * Exits with 0 if all went well. Only then is the archive worth keeping.
     *
     * @param args none
     */
    public static void main(String[] args) throws IOException {
        System.exit(succeeds() ? ExitCode.OK : ExitCode.FAILED);
    }

    static boolean succeeds() throws IOException {
        Path file = Files.createTempFile("aws-cloud-unmap", ".yaml");
        try (InMemoryAws aws = InMemoryAws.start()) {
            List<DemoScenario.Service> services = DemoScenario.seed(aws).stream()
                    .filter(service -> !service.removable().isEmpty()) // one of the others is refused
                    .toList();
            // Set the SDK's own properties, so that the classes of its search for endpoint and credentials get into
            // the archive, too.
            System.setProperty("aws.endpointUrl", aws.endpoint().toString());
            System.setProperty("aws.accessKeyId", "rehearsal");
            System.setProperty("aws.secretAccessKey", "rehearsal");
            // A run with flags has the default settle-time. So it takes a service in which nothing has to settle, and
            // ends at once.
            DemoScenario.Service withFlags = services.stream()
                    .filter(service -> service.id().equals("srv-external"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(file, DemoCommand.yaml(services), UTF_8);
            return run(
                            "--service-id",
                            withFlags.id(),
                            "--service-region",
                            withFlags.region(),
                            "--instances-region",
                            withFlags.region())
                    && run("--config", file.toString(), "--enable-prometheus", "--prometheus-port", "0");
        } finally {
            Files.delete(file);
        }
    }

    private static boolean run(String... args) {
        String[] once = Arrays.copyOf(args, args.length + 1);
        once[args.length] = "--single-run";
        return Main.run(once) == ExitCode.OK;
    }
}
