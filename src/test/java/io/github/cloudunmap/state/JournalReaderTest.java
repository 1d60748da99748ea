package io.github.cloudunmap.state;

import static io.github.cloudunmap.state.JournalOnDisk.SERVICE;
import static io.github.cloudunmap.state.JournalOnDisk.removal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RemovalJournal;
import io.github.cloudunmap.reconcile.RemovalJournal.Ending;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal's reader: removals from a time on, the latest of them, and what it says to who may not read them. */
final class JournalReaderTest {
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
    void saysWhoMayReadTheJournalOfAUnit() {
        assertThat(JournalReader.remedy(new AccessDeniedException("lock")))
                .isEqualTo("; read it as root, or as the user of the controller");
        assertThat(JournalReader.remedy(new NoSuchFileException("lock"))).isEmpty();
    }

    @Test
    void readsFromATimeOn() {
        RemovalJournal ofService = disk.open().of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        disk.time.advance(Duration.ofHours(2));
        ofService.begin("pass-2", removal("i-2"));

        new JournalReader(disk.directory).read(disk.time.now().minus(Duration.ofHours(1)), disk.read::add);

        assertThat(disk.ids()).containsExactly("i-2");
    }

    @Test
    void readsTheLatestOfManyFilesFromTheEnd() throws Exception {
        RemovalJournal ofService = disk.open(2000).of(SERVICE);
        for (int i = 0; i < 30; i++) {
            ofService.begin("pass-" + i, removal("i-1"));
            if (i > 0) {
                ofService.end(
                        "pass-" + (i - 1),
                        new Ending(removal("i-1"), RemovalResult.FAILED, null, null, "Throttled", false));
            }
        }
        Files.writeString(
                disk.current(), "x".repeat(3 << 20) + "\n{\"v\":1,\"type\":\"remo", StandardOpenOption.APPEND);
        assertThat(disk.files()).hasSizeGreaterThan(5);
        disk.unreadable();
        List<JournaledRemoval> newestFirst = new ArrayList<>(disk.read);
        Collections.reverse(newestFirst);

        JournalReader reader = new JournalReader(disk.directory);
        assertThat(reader.latest(1000, 1000, Instant.EPOCH, any -> true)).isEqualTo(newestFirst);
        assertThat(reader.latest(7, 1000, Instant.EPOCH, any -> true)).isEqualTo(newestFirst.subList(0, 7));
        assertThat(reader.latest(1000, 1000, Instant.EPOCH, removal -> removal.outcomeOrNull() == null))
                .isEqualTo(newestFirst.subList(0, 1));
        assertThat(reader.latest(1000, 0, Instant.EPOCH, any -> true)).hasSizeLessThan(2);
    }

    /** The first line is of a version that this one cannot read. So it would fail if it read that line. */
    @Test
    void readsNothingBeforeTheLatest() throws Exception {
        RemovalJournal ofService = disk.open().of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        ofService.begin("pass-2", removal("i-2"));
        Files.writeString(disk.current(), "{\"v\":2}\n" + Files.readString(disk.current()));

        assertThat(new JournalReader(disk.directory).latest(2, 1000, Instant.EPOCH, any -> true))
                .extracting(removal -> removal.removing().instanceId())
                .containsExactly("i-2", "i-1");
        assertThatThrownBy(() -> new JournalReader(disk.directory).latest(3, 1000, Instant.EPOCH, any -> true))
                .hasMessageContaining("a newer version");
    }
}
