package io.github.cloudunmap.state;

import static io.github.cloudunmap.state.JournalOnDisk.SERVICE;
import static io.github.cloudunmap.state.JournalOnDisk.deregistered;
import static io.github.cloudunmap.state.JournalOnDisk.removal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.RemovalJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal with lines that cannot be read: those around them are read, and a newer format is left alone. */
final class UnreadableJournalTest {
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
    void goesOnBehindATornLine() throws Exception {
        disk.open().of(SERVICE).begin("pass-1", removal("i-1"));
        disk.closeAll();
        Files.writeString(disk.current(), "{\"v\":1,\"type\":\"remo", StandardOpenOption.APPEND);

        disk.open().of(SERVICE).begin("pass-2", removal("i-2"));

        assertThat(disk.unreadable()).isEqualTo(1);
        assertThat(disk.ids()).containsExactly("i-1", "i-2");
    }

    @Test
    void leavesAFileOfWholeLinesAsItIs() throws Exception {
        RemovalJournal ofService = disk.open().of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        ofService.end("pass-1", deregistered("i-1"));
        disk.closeAll();
        String before = Files.readString(disk.current());

        disk.open();

        assertThat(disk.current()).hasContent(before);
    }

    @Test
    void readsWhatStandsAmongGarbage() throws Exception {
        disk.open().of(SERVICE).begin("pass-1", removal("i-1"));
        disk.closeAll();
        String nullAttribute =
                Files.readString(disk.current()).replaceFirst("(\"attributes\":\\{)[^}]*", "$1\"key\":null");
        Files.writeString(disk.current(), nullAttribute, StandardOpenOption.APPEND);
        Files.write(disk.current(), new byte[3 << 20], StandardOpenOption.APPEND);
        Files.writeString(
                disk.current(),
                "\n[]\n7\n{\"v\":1}\n{\"v\":1,\"type\":\"removing\",\"time\":3}\n\n{\"v\":1,\"type\":\"other\"} x\n",
                StandardOpenOption.APPEND);

        disk.open().of(SERVICE).begin("pass-2", removal("i-2"));

        assertThat(disk.unreadable()).isEqualTo(7);
        assertThat(disk.ids()).containsExactly("i-1", "i-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"removals.jsonl", "removals.jsonl.1"})
    void leavesANewerFormatAlone(String file) throws Exception {
        Files.createDirectory(disk.directory);
        Files.writeString(disk.directory.resolve(file), "{\"v\":2,\"type\":\"removing\"}\n");

        assertThatThrownBy(disk::open)
                .isInstanceOf(ApiFailure.class)
                .hasMessageContaining("a newer version of this program wrote it (format 2, this one reads up to 1)");
        assertThatThrownBy(disk::unreadable).hasMessageContaining("a newer version of this program wrote it");
        assertThat(disk.directory.resolve(file)).hasContent("{\"v\":2,\"type\":\"removing\"}");

        Files.delete(disk.directory.resolve(file));
        disk.open();
    }
}
