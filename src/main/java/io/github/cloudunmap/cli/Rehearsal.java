package io.github.cloudunmap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.cloudunmap.inmemory.DemoScenario;
import io.github.cloudunmap.inmemory.InMemoryAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the program against an in-memory AWS, once with flags and once with a file, while the JVM makes the start-up
 * archive. The archive contains the classes that these runs load.
 */
public final class Rehearsal {
    private Rehearsal() {}

    /**
     * Exits with 0 if both runs of the program succeeded. Otherwise the start-up archive (the file of loaded classes
     * that the JVM makes meanwhile) must not be used.
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
                    .filter(service -> !service.removable().isEmpty()) // a pass of the other services could be refused
                    .toList();
            // Give the endpoint and the credentials in properties that the SDK itself reads, so that the archive also
            // contains the classes with which the SDK finds them.
            System.setProperty("aws.endpointUrl", aws.endpoint().toString());
            System.setProperty("aws.accessKeyId", "rehearsal");
            System.setProperty("aws.secretAccessKey", "rehearsal");
            // The run with flags has the default settle-time, so a registration that settles would delay the end of
            // the run. In srv-external no registration settles: the only stale registration is of a terminated
            // instance.
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
