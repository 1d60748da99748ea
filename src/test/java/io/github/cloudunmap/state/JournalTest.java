package io.github.cloudunmap.state;

import static io.github.cloudunmap.state.JournalOnDisk.SERVICE;
import static io.github.cloudunmap.state.JournalOnDisk.removal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.reconcile.Evidence;
import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.RemovalJournal;
import io.github.cloudunmap.reconcile.RemovalJournal.Ending;
import io.github.cloudunmap.reconcile.Verdict.Stale;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal on a real disk: what is read is what was written. */
final class JournalTest {
    private JournalOnDisk disk;

    @BeforeEach
    void open(@TempDir Path parent) {
        disk = new JournalOnDisk(parent);
    }

    @AfterEach
    void close() {
        disk.closeAll();
    }

    @Test
    void givesBackAllThatAnUndoTakes() {
        Map<String, String> odd =
                Map.of("AWS_INSTANCE_IPV4", "10.0.0.1", "ü\n\"\\", "\u0000\u2028 \ud800x", "empty", "");
        RegisteredInstance instance = new RegisteredInstance("web-1", odd, "222222222222");
        Removal removal = new Removal(
                instance,
                new Stale(
                        StaleReason.NOT_FOUND,
                        List.of(new Evidence("us-east-1", "req-1", 5), new Evidence("eu-west-1", "req-2", 6))));
        RemovalJournal journal = disk.open().of(SERVICE);

        journal.begin("pass-1", removal);
        journal.end("pass-1", new Ending(removal, RemovalResult.DEREGISTERED, "op-1", null, null, false));

        assertThat(disk.unreadable()).isZero();
        JournaledRemoval only = disk.read.get(0);
        assertThat(disk.read).hasSize(1);
        assertThat(only.removing().service()).isEqualTo(SERVICE);
        assertThat(only.removing().registration()).isEqualTo(instance);
        assertThat(only.removing().reason()).isEqualTo("not-found");
        assertThat(only.removing().evidence())
                .containsExactly(
                        new JournalLine.Answer("us-east-1", "req-1"), new JournalLine.Answer("eu-west-1", "req-2"));
        assertThat(only.result()).isEqualTo("deregistered");
        assertThat(only.outcomeOrNull())
                .extracting(JournalLine.Outcome::operationId)
                .isEqualTo("op-1");
    }

    @Test
    void takesNoLineThatCouldNotBeReadBack() {
        Removal odd = new Removal(
                new RegisteredInstance("i-1", Map.of("\ud800", "x"), null),
                removal("i-1").verdict());

        assertThatThrownBy(() -> disk.open().of(SERVICE).begin("pass-1", odd))
                .hasMessageContaining("the attributes of instance i-1 are no valid text");
    }

    @Test
    void tellsTheRemovalsOfAStoppedProcessAsUnknown() {
        disk.open().of(SERVICE).begin("pass-1", removal("i-1"));
        disk.closeAll();

        disk.open();

        disk.unreadable();
        assertThat(disk.read).extracting(JournaledRemoval::result).containsExactly("unknown");
        assertThat(disk.read.get(0).outcomeOrNull()).isNotNull();
    }
}
