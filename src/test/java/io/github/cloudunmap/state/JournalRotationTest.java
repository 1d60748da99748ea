package io.github.cloudunmap.state;

import static io.github.cloudunmap.state.JournalOnDisk.SERVICE;
import static io.github.cloudunmap.state.JournalOnDisk.removal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.reconcile.RemovalJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal's rotation: when it starts a new file, and when it deletes an old one. */
final class JournalRotationTest {
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
    void startsANewFileBeforeOneGrowsTooLarge() throws Exception {
        disk.open().of(SERVICE).begin("pass-0", removal("i-0"));
        disk.closeAll();
        long threeLines = 3 * Files.size(disk.current());
        RemovalJournal ofService = disk.open(threeLines).of(SERVICE);
        for (int i = 1; i < 9; i++) {
            ofService.begin("pass-" + i, removal("i-" + i));
        }

        disk.unreadable();
        assertThat(disk.ids()).containsExactly("i-0", "i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7", "i-8");
        assertThat(disk.files()).hasSizeGreaterThan(2);
        assertThat(disk.directory.resolve("removals.jsonl.1")).hasSize(threeLines);
    }

    @Test
    void aLineThatIsLargerThanAFileMayBeStandsAlone() throws Exception {
        RemovalJournal ofService = disk.open(10).of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        ofService.begin("pass-2", removal("i-2"));

        assertThat(disk.files()).hasSize(2);
        disk.unreadable();
        assertThat(disk.ids()).containsExactly("i-1", "i-2");
    }

    @Test
    void keepsLinesForTheRetentionAndNotMuchLonger() throws Exception {
        RemovalJournal ofService = disk.open().of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        disk.time.advance(Duration.ofDays(91));
        ofService.begin("pass-2", removal("i-2"));
        disk.unreadable();
        assertThat(disk.ids()).containsExactly("i-1", "i-2");
        Files.setLastModifiedTime(disk.directory.resolve("removals.jsonl.1"), FileTime.from(disk.time.now()));

        disk.time.advance(Duration.ofDays(91));
        ofService.begin("pass-3", removal("i-3"));

        disk.unreadable();
        assertThat(disk.ids()).doesNotContain("i-1").endsWith("i-3");
    }

    @Test
    void countsTheRetentionFromTheFirstLineOfTheFileOverARestart() throws Exception {
        disk.open().of(SERVICE).begin("pass-1", removal("i-1"));
        disk.closeAll();
        disk.time.advance(Duration.ofDays(89));
        disk.open().of(SERVICE).begin("pass-2", removal("i-2"));
        assertThat(disk.files()).hasSize(1);

        disk.time.advance(Duration.ofDays(2));
        disk.closeAll();
        disk.open().of(SERVICE).begin("pass-3", removal("i-3"));

        assertThat(disk.files()).hasSize(2);
    }

    @Test
    void deletesWhatIsOlderThanTheRetentionAtTheStart() throws Exception {
        RemovalJournal ofService = disk.open().of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        disk.time.advance(Duration.ofDays(91));
        ofService.begin("pass-2", removal("i-2"));
        Path older = disk.directory.resolve("removals.jsonl.1");
        Files.setLastModifiedTime(older, FileTime.from(disk.time.now().minus(Duration.ofDays(91))));
        disk.closeAll();

        disk.open();

        assertThat(older).doesNotExist();
        disk.unreadable();
        assertThat(disk.ids()).containsExactly("i-2");
    }

    @Test
    void isThereFromTheStartAndAfterItsLinesHaveExpired() throws Exception {
        Files.createDirectory(disk.directory);
        JournalReader reader = new JournalReader(disk.directory);
        assertThat(reader.hasJournal()).isFalse();

        RemovalJournal ofService = disk.open().of(SERVICE);
        assertThat(reader.hasJournal()).isTrue();

        ofService.begin("pass-1", removal("i-1"));
        Files.setLastModifiedTime(disk.current(), FileTime.from(disk.time.now()));
        disk.time.advance(Duration.ofDays(182));
        disk.closeAll();
        disk.open();
        assertThat(reader.read(disk.time.now().minus(Duration.ofDays(1)), disk.read::add))
                .isZero();
        assertThat(disk.read).isEmpty();
        assertThat(reader.hasJournal()).isTrue();
    }

    @Test
    void isThereBetweenTheTwoStepsOfARotation() throws Exception {
        disk.open().of(SERVICE).begin("pass-1", removal("i-1"));

        new JournalFiles(disk.directory).rotate();

        assertThat(disk.current()).doesNotExist();
        assertThat(new JournalReader(disk.directory).hasJournal()).isTrue();
    }

    /** A reader has listed the files when a rotation renames them. */
    @Test
    void missesNoFileThatIsRenamedWhileItIsOpened() throws Exception {
        RemovalJournal ofService = disk.open(10).of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        ofService.begin("pass-2", removal("i-2"));
        JournalFiles files = new JournalFiles(disk.directory);
        AtomicInteger lists = new AtomicInteger();

        var unused = new JournalReader(disk.directory, () -> {
                    List<Path> listed = files.all();
                    if (lists.incrementAndGet() == 1) {
                        files.rotate();
                    }
                    return listed;
                })
                .read(Instant.EPOCH, disk.read::add);

        assertThat(disk.ids()).containsExactly("i-1", "i-2");
    }

    @Test
    void isNotReadInPartIfItIsRotatedAgainAndAgain() {
        disk.open().of(SERVICE).begin("pass-1", removal("i-1"));
        JournalFiles files = new JournalFiles(disk.directory);

        assertThatThrownBy(() -> new JournalReader(disk.directory, () -> {
                            List<Path> listed = files.all();
                            files.rotate();
                            Files.createFile(disk.current());
                            return listed;
                        })
                        .read(Instant.EPOCH, disk.read::add))
                .hasMessage("the journal in " + disk.directory
                        + " cannot be read: it was rotated 10 times meanwhile; try again");
        assertThat(disk.read).isEmpty();
    }
}
