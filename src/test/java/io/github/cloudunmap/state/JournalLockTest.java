package io.github.cloudunmap.state;

import static io.github.cloudunmap.state.JournalOnDisk.SERVICE;
import static io.github.cloudunmap.state.JournalOnDisk.removal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.RemovalJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of the state directory: one process at a time writes the journal. */
final class JournalLockTest {
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
    void isForOneProcessAtATime() {
        disk.open();

        assertThatThrownBy(disk::open)
                .isInstanceOf(ApiFailure.class)
                .hasMessage(
                        "state directory " + disk.directory + " is in use by another process of this program; stop that"
                                + " one, or give this one a state-directory of its own");

        assertThatThrownBy(() -> StateDirectory.open(disk.directory))
                .hasMessageContaining("is in use by another process");

        disk.closeAll();
        disk.open();
    }

    @Test
    void writesNothingToADirectoryThatAnotherProcessHasTaken() throws Exception {
        RemovalJournal ofService = disk.open().of(SERVICE);
        Files.move(disk.directory, disk.parent.resolve("elsewhere"));
        disk.open();

        assertThatThrownBy(() -> ofService.begin("pass-1", removal("i-1")))
                .isInstanceOf(ApiFailure.class)
                .hasMessageContaining("is in use by another process");

        assertThat(disk.current()).isEmptyFile();
        assertThat(disk.observer.journalled).containsExactly(false);
    }

    @Test
    void locksADirectoryThatWasMadeAnew() throws Exception {
        RemovalJournal ofService = disk.open().of(SERVICE);
        Files.move(disk.directory, disk.parent.resolve("elsewhere"));
        Files.createDirectory(disk.directory);

        ofService.begin("pass-1", removal("i-1"));

        assertThatThrownBy(disk::open).hasMessageContaining("is in use by another process");
    }
}
