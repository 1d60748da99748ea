package io.github.cloudunmap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.cli.restore.Candidates;
import io.github.cloudunmap.process.Signals;
import io.github.cloudunmap.process.SystemTime;
import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.RemovalJournal;
import io.github.cloudunmap.reconcile.RemovalJournal.Ending;
import io.github.cloudunmap.reconcile.Verdict.Stale;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import io.github.cloudunmap.state.Journal;
import io.github.cloudunmap.state.JournalLine.Removing;
import io.github.cloudunmap.state.JournalReader;
import io.github.cloudunmap.state.JournaledRemoval;
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
import java.util.stream.IntStream;
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

    @ParameterizedTest
    @CsvSource({"ALREADY_GONE", "CHANGED"})
    void saysThatARemovalThatWasNotMadeCannotBeRestored(RemovalResult result) {
        removed("srv-web", "i-1", result);
        removed("srv-web", "i-1", result);
        removed("srv-web", "i-2", result);

        assertThat(run("restore", "--instance-id", "i-1")).isEqualTo(1);
        assertThat(run("restore", "--instance-id", "i-2")).isEqualTo(1);
        assertThat(run("restore", "--since", "1h")).isZero();

        assertThat(err.toString().lines())
                .containsExactly(
                        "aws-cloud-unmap: 2 such removals were not made (already-gone, changed), so there is nothing to"
                                + " restore",
                        "aws-cloud-unmap: 1 such removal was not made (already-gone, changed), so there is nothing to"
                                + " restore",
                        "aws-cloud-unmap: 3 such removals were not made (already-gone, changed), so there is nothing to"
                                + " restore");
    }

    @Test
    void namesACommandThatListsTheRemovalsOfTheJournal() {
        directory = directory.resolve("un map");
        removed("srv-web", "i-1");

        assertThat(run("restore", "--instance-id", "i-2")).isEqualTo(1);

        assertThat(err.toString())
                .contains("; aws-cloud-unmap history --state-directory '" + directory + "' --since 3650d lists");
    }

    /** Its rows are printed before its end, so that they need not fit into the memory. */
    @Test
    void printsALongTableAsItIsRead() {
        HistoryOutput table = HistoryOutput.table(new PrintWriter(out, true));
        JournaledRemoval removal = removal("srv-web", "i-1");

        IntStream.range(0, 2500).forEach(i -> table.take(removal));
        assertThat(out.toString().lines()).hasSizeGreaterThan(1500);
        table.end();

        assertThat(out.toString().lines()).hasSize(2501);
        assertThat(out.toString().lines().skip(1).distinct()).hasSize(1);
    }

    @Test
    void restoresNoMoreThanFitsIntoTheMemory() {
        Candidates candidates = new Candidates();
        IntStream.range(0, Candidates.MOST).forEach(i -> candidates.add(removal("srv-web", "i-" + i)));
        candidates.add(removal("srv-web", "i-0"));
        assertThat(candidates.areTooMany()).isFalse();

        candidates.add(removal("srv-web", "i-one-more"));

        assertThat(candidates.areTooMany()).isTrue();
        assertThat(candidates.all()).hasSize(Candidates.MOST);
    }

    private void history(String... more) {
        assertThat(run("history", more)).as(err.toString()).isZero();
    }

    private int run(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--state-directory", directory + ""));
        arguments.addAll(List.of(more));
        return new CommandLineProgram(
                        new Signals(), new Console(new PrintWriter(out, true), new PrintWriter(err, true)))
                .run(arguments.toArray(String[]::new));
    }

    private void removed(String service, String instanceId) {
        try (Journal journal = journal()) {
            journal.of(service(service)).begin("pass-1", removing(instanceId));
        }
    }

    private void removed(String service, String instanceId, RemovalResult result) {
        try (Journal journal = journal()) {
            RemovalJournal ofService = journal.of(service(service));
            ofService.begin("pass-1", removing(instanceId));
            ofService.end("pass-1", new Ending(removing(instanceId), result, null, null, null, false));
        }
    }

    private Journal journal() {
        return Journal.open(directory, Duration.ofDays(90), new SystemTime(), StateObserver.NONE);
    }

    private static Removal removing(String instanceId) {
        return new Removal(instance(instanceId), new Stale(StaleReason.TERMINATED, List.of()));
    }

    private static JournaledRemoval removal(String service, String instanceId) {
        return new JournaledRemoval(
                new Removing(
                        Instant.EPOCH,
                        "pass-1",
                        service(service),
                        instance(instanceId),
                        List.of(),
                        "terminated",
                        List.of()),
                null);
    }

    private static JournaledService service(String id) {
        return new JournaledService(id, "us-east-1", List.of("us-east-1"), null, null, List.of(AddressFamily.IPV4));
    }

    private static RegisteredInstance instance(String id) {
        return new RegisteredInstance(id, Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"), null);
    }
}
