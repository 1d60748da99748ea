package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.InMemoryAws;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run costs to start, counted in classes. */
@Tag("long")
final class LoadedClassesTest {
    /** Of {@code state}, a run without a state directory loads no more than the ports that hold nothing. */
    private static final Pattern NEEDLESS = Pattern.compile(
            "io\\.github\\.cloudunmap\\.(demo\\.|iam\\.|state\\.(?!(Memory|MemoryStore|StateObserver)$)|cli\\.restore\\.|cli\\.(Check|Demo|History|IamPolicy|Restore)Command).*"
                    + "|software\\.amazon\\.awssdk\\.services\\.(sts\\.|ec2\\.model\\.InstanceNetworkInterface).*");

    @Test
    void aRunLoadsNothingOfTheSubcommandsAndNoModelOfAnEc2Instance(@TempDir Path directory) throws Exception {
        Path loaded = directory.resolve("loaded");
        try (InMemoryAws aws = InMemoryAws.start()) {
            new Fleet(aws).withLive(2);
            String[] once = Stream.concat(Stream.of(Fleet.everySecond()), Stream.of("--single-run"))
                    .toArray(String[]::new);
            try (ProgramProcess program =
                    ProgramProcess.start(aws.endpoint(), List.of("-Xlog:class+load:file=" + loaded), once)) {
                assertThat(program.exitCode()).isZero();
            }
        }

        List<String> classes = Files.readAllLines(loaded).stream()
                .map(line -> line.substring(line.indexOf("] ") + 2).split(" ")[0])
                .toList();
        assertThat(classes).contains("io.github.cloudunmap.reconcile.Planner");
        assertThat(classes).filteredOn(NEEDLESS.asMatchPredicate()).isEmpty();
    }
}
