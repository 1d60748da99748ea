package io.github.cloudunmap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.cli.restore.Candidates;
import io.github.cloudunmap.process.Signals;
import io.github.cloudunmap.process.SystemTime;
import io.github.cloudunmap.reconcile.AddressFamily;
import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.Verdict.Stale;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import io.github.cloudunmap.state.Journal;
import io.github.cloudunmap.state.JournalReader;
import io.github.cloudunmap.state.JournaledService;
import io.github.cloudunmap.state.StateObserver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code history} finds in a journal, and what {@code restore} would take from it. */
final class HistoryTest {
    private static final String ARN = "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-web";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({ARN + ", srv-web", "srv-web, " + ARN, ARN + ", " + ARN, "srv-web, SRV-WEB"})
    void findsAServiceHoweverItIsWritten(String written, String asked) {
        removed(written, "i-1");
        removed("srv-other", "i-2");

        history("--service-id", asked);

        assertThat(out.toString()).contains("i-1").doesNotContain("i-2");
    }

    @Test
    void undoesOnlyTheLatestRemovalHoweverTheServiceIsWritten() {
        removed("srv-web", "i-1");
        removed(ARN, "i-1");
        Candidates candidates = new Candidates();

        var unused = new JournalReader(directory).read(Instant.EPOCH, candidates::add);

        assertThat(candidates.all())
                .extracting(removal -> removal.removing().serviceId())
                .containsExactly(ARN);
    }

    private void history(String... more) {
        List<String> arguments = new ArrayList<>(List.of("history", "--state-directory", directory + ""));
        arguments.addAll(List.of(more));
        int exitCode = new CommandLineProgram(
                        new Signals(), new Console(new PrintWriter(out, true), new PrintWriter(err, true)))
                .run(arguments.toArray(String[]::new));
        assertThat(exitCode).as(err.toString()).isZero();
    }

    private void removed(String service, String instanceId) {
        try (Journal journal =
                Journal.open(directory, Duration.ofDays(90), new SystemTime(), StateObserver.NONE)) {
            journal.of(new JournaledService(
                            service, "us-east-1", List.of("us-east-1"), null, null, List.of(AddressFamily.IPV4)))
                    .begin(
                            "pass-1",
                            new Removal(
                                    new RegisteredInstance(
                                            instanceId, Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"), null),
                                    new Stale(StaleReason.TERMINATED, List.of())));
        }
    }
}
