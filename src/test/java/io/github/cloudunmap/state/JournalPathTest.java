package io.github.cloudunmap.state;

import static io.github.cloudunmap.state.JournalOnDisk.SERVICE;
import static io.github.cloudunmap.state.JournalOnDisk.deregistered;
import static io.github.cloudunmap.state.JournalOnDisk.removal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.RemovalJournal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The journal's file and its state directory while they are missing, moved, replaced or of another kind. */
final class JournalPathTest {
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
    void makesTheLastComponentOfTheDirectoryOnly() throws Exception {
        disk.directory = disk.parent.resolve("missing/state");
        assertThatThrownBy(disk::open)
                .hasMessageContaining(
                        "state directory " + disk.directory + " cannot be used: no such file or directory")
                .hasCauseInstanceOf(NoSuchFileException.class);

        disk.directory = Files.createFile(disk.parent.resolve("file"));
        assertThatThrownBy(disk::open).hasMessage(disk.directory + " is no directory; give another state-directory");
        assertThatThrownBy(disk::unreadable)
                .hasMessage("the journal in " + disk.directory + " cannot be read: it is no directory");

        disk.directory = Files.createSymbolicLink(disk.parent.resolve("link"), disk.parent.resolve("nowhere"));
        assertThatThrownBy(disk::open)
                .hasMessage("state directory " + disk.directory + " cannot be used: no such file or directory; make it"
                        + " writable for this process, or give another state-directory");
    }

    @Test
    void needsAFileToWriteTo() throws Exception {
        Files.createDirectories(disk.current());

        assertThatThrownBy(disk::open)
                .hasMessage("the journal " + disk.current() + " cannot be written: Is a directory; nothing is removed"
                        + " without it");

        Files.delete(disk.current());
        disk.open();
    }

    @Test
    void failsWhileTheDirectoryIsGoneAndRecoversByItself() throws Exception {
        Journal journal = disk.open();
        RemovalJournal ofService = journal.of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        Path elsewhere = disk.parent.resolve("elsewhere");
        Files.move(disk.directory, elsewhere);

        assertThatThrownBy(() -> ofService.begin("pass-2", removal("i-2")))
                .isInstanceOf(ApiFailure.class)
                .hasMessage("the journal " + disk.current()
                        + " cannot be written: no such file or directory; nothing is" + " removed without it");
        ofService.end("pass-1", deregistered("i-1"));

        Files.move(elsewhere, disk.directory);
        ofService.begin("pass-3", removal("i-3"));
        disk.unreadable();
        assertThat(disk.ids()).containsExactly("i-1", "i-3");
        assertThat(disk.read.get(0).result()).isEqualTo("deregistered");
        assertThat(disk.observer.journalled).containsExactly(true, false, false, true, true);
    }

    @Test
    void writesAnOutcomeThatWaitsWhenItIsClosed() throws Exception {
        RemovalJournal ofService = disk.open().of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        Path elsewhere = disk.parent.resolve("elsewhere");
        Files.move(disk.directory, elsewhere);
        ofService.end("pass-1", deregistered("i-1"));
        Files.move(elsewhere, disk.directory);

        disk.closeAll();

        disk.unreadable();
        assertThat(disk.read).extracting(JournaledRemoval::result).containsExactly("deregistered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"removed", "replaced", "emptied", "a directory for a while"})
    void writesToTheFileOfThatName(String what) throws Exception {
        RemovalJournal ofService = disk.open().of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        switch (what) {
            case "removed" -> Files.delete(disk.current());
            case "replaced" -> {
                Files.delete(disk.current());
                Files.writeString(disk.current(), "x");
            }
            case "emptied" -> Files.write(disk.current(), new byte[0]);
            default -> {
                Files.delete(disk.current());
                Files.createDirectory(disk.current());
                assertThatThrownBy(() -> ofService.begin("pass-1", removal("i-1")))
                        .hasMessageContaining("Is a directory");
                Files.delete(disk.current());
            }
        }

        ofService.begin("pass-2", removal("i-2"));

        disk.unreadable();
        assertThat(disk.ids()).containsExactly("i-2");
    }
}
