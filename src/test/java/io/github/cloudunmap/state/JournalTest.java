package io.github.cloudunmap.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Evidence;
import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.RemovalJournal;
import io.github.cloudunmap.reconcile.RemovalJournal.Ending;
import io.github.cloudunmap.reconcile.Verdict.Stale;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The journal on a real disk: what is read is what was written, whatever happened to the files meanwhile. */
final class JournalTest {
    private static final JournaledService SERVICE = new JournaledService(
            "srv-web",
            "us-east-1",
            List.of("us-east-1", "eu-west-1"),
            "arn:aws:iam::123456789012:role/x",
            "secret",
            List.of(AddressFamily.IPV6, AddressFamily.IPV4));

    private static final Duration RETENTION = Duration.ofDays(90);

    private final VirtualTime time = new VirtualTime();
    private final List<JournaledRemoval> read = new ArrayList<>();
    private final List<Journal> opened = new ArrayList<>();
    private final StateRecord observer = new StateRecord();

    @TempDir
    Path parent;

    private Path directory;

    @BeforeEach
    void namesADirectory() {
        directory = parent.resolve("state");
    }

    @AfterEach
    void close() {
        opened.forEach(Journal::close);
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
        RemovalJournal journal = open().of(SERVICE);

        journal.begin("pass-1", removal);
        journal.end("pass-1", new Ending(removal, RemovalResult.DEREGISTERED, "op-1", null, null));

        assertThat(unreadable()).isZero();
        JournaledRemoval only = read.get(0);
        assertThat(read).hasSize(1);
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

        assertThatThrownBy(() -> open().of(SERVICE).begin("pass-1", odd))
                .hasMessageContaining("the attributes of instance i-1 are no valid text");
    }

    @Test
    void tellsTheRemovalsOfAStoppedProcessAsUnknown() {
        open().of(SERVICE).begin("pass-1", removal("i-1"));
        closeAll();

        open();

        unreadable();
        assertThat(read).extracting(JournaledRemoval::result).containsExactly("unknown");
        assertThat(read.get(0).outcomeOrNull()).isNotNull();
    }

    @Test
    void goesOnBehindATornLine() throws Exception {
        open().of(SERVICE).begin("pass-1", removal("i-1"));
        closeAll();
        Files.writeString(current(), "{\"v\":1,\"type\":\"remo", StandardOpenOption.APPEND);

        open().of(SERVICE).begin("pass-2", removal("i-2"));

        assertThat(unreadable()).isEqualTo(1);
        assertThat(ids()).containsExactly("i-1", "i-2");
    }

    @Test
    void leavesAFileOfWholeLinesAsItIs() throws Exception {
        RemovalJournal ofService = open().of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        ofService.end("pass-1", deregistered("i-1"));
        closeAll();
        String before = Files.readString(current());

        open();

        assertThat(current()).hasContent(before);
    }

    @Test
    void readsWhatStandsAmongGarbage() throws Exception {
        open().of(SERVICE).begin("pass-1", removal("i-1"));
        closeAll();
        String nullAttribute = Files.readString(current()).replaceFirst("(\"attributes\":\\{)[^}]*", "$1\"key\":null");
        Files.writeString(current(), nullAttribute, StandardOpenOption.APPEND);
        Files.write(current(), new byte[3 << 20], StandardOpenOption.APPEND);
        Files.writeString(
                current(),
                "\n[]\n7\n{\"v\":1}\n{\"v\":1,\"type\":\"removing\",\"time\":3}\n\n{\"v\":1,\"type\":\"other\"} x\n",
                StandardOpenOption.APPEND);

        open().of(SERVICE).begin("pass-2", removal("i-2"));

        assertThat(unreadable()).isEqualTo(7);
        assertThat(ids()).containsExactly("i-1", "i-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"removals.jsonl", "removals.jsonl.1"})
    void leavesANewerFormatAlone(String file) throws Exception {
        Files.createDirectory(directory);
        Files.writeString(directory.resolve(file), "{\"v\":2,\"type\":\"removing\"}\n");

        assertThatThrownBy(this::open)
                .isInstanceOf(ApiFailure.class)
                .hasMessageContaining("a newer version of this program wrote it (format 2, this one reads up to 1)");
        assertThatThrownBy(this::unreadable).hasMessageContaining("a newer version of this program wrote it");
        assertThat(directory.resolve(file)).hasContent("{\"v\":2,\"type\":\"removing\"}");

        Files.delete(directory.resolve(file));
        open();
    }

    @Test
    void isForOneProcessAtATime() {
        open();

        assertThatThrownBy(this::open)
                .isInstanceOf(ApiFailure.class)
                .hasMessage("state directory " + directory + " is in use by another process of this program; stop that"
                        + " one, or give this one a state-directory of its own");

        assertThatThrownBy(() -> StateDirectory.open(directory)).hasMessageContaining("is in use by another process");

        closeAll();
        open();
    }

    @Test
    void saysWhoMayReadTheJournalOfAUnit() {
        assertThat(JournalReader.remedy(new AccessDeniedException("lock")))
                .isEqualTo("; read it as root, or as the user of the controller");
        assertThat(JournalReader.remedy(new NoSuchFileException("lock"))).isEmpty();
    }

    @Test
    void makesTheLastComponentOfTheDirectoryOnly() throws Exception {
        directory = parent.resolve("missing/state");
        assertThatThrownBy(this::open)
                .hasMessageContaining("state directory " + directory + " cannot be used: no such file or directory")
                .hasCauseInstanceOf(NoSuchFileException.class);

        directory = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(this::open).hasMessage(directory + " is no directory; give another state-directory");
        assertThatThrownBy(this::unreadable)
                .hasMessage("the journal in " + directory + " cannot be read: it is no directory");

        directory = Files.createSymbolicLink(parent.resolve("link"), parent.resolve("nowhere"));
        assertThatThrownBy(this::open)
                .hasMessage("state directory " + directory + " cannot be used: no such file or directory; make it"
                        + " writable for this process, or give another state-directory");
    }

    @Test
    void needsAFileToWriteTo() throws Exception {
        Files.createDirectories(current());

        assertThatThrownBy(this::open)
                .hasMessage("the journal " + current() + " cannot be written: Is a directory; nothing is removed"
                        + " without it");

        Files.delete(current());
        open();
    }

    @Test
    void failsWhileTheDirectoryIsGoneAndRecoversByItself() throws Exception {
        Journal journal = open();
        RemovalJournal ofService = journal.of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        Path elsewhere = parent.resolve("elsewhere");
        Files.move(directory, elsewhere);

        assertThatThrownBy(() -> ofService.begin("pass-2", removal("i-2")))
                .isInstanceOf(ApiFailure.class)
                .hasMessage("the journal " + current() + " cannot be written: no such file or directory; nothing is"
                        + " removed without it");
        ofService.end("pass-1", deregistered("i-1"));

        Files.move(elsewhere, directory);
        ofService.begin("pass-3", removal("i-3"));
        unreadable();
        assertThat(ids()).containsExactly("i-1", "i-3");
        assertThat(read.get(0).result()).isEqualTo("deregistered");
        assertThat(observer.journalled).containsExactly(true, false, false, true, true);
    }

    @Test
    void writesAnOutcomeThatWaitsWhenItIsClosed() throws Exception {
        RemovalJournal ofService = open().of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        Path elsewhere = parent.resolve("elsewhere");
        Files.move(directory, elsewhere);
        ofService.end("pass-1", deregistered("i-1"));
        Files.move(elsewhere, directory);

        closeAll();

        unreadable();
        assertThat(read).extracting(JournaledRemoval::result).containsExactly("deregistered");
    }

    @Test
    void writesNothingToADirectoryThatAnotherProcessHasTaken() throws Exception {
        RemovalJournal ofService = open().of(SERVICE);
        Files.move(directory, parent.resolve("elsewhere"));
        open();

        assertThatThrownBy(() -> ofService.begin("pass-1", removal("i-1")))
                .isInstanceOf(ApiFailure.class)
                .hasMessageContaining("is in use by another process");

        assertThat(current()).isEmptyFile();
        assertThat(observer.journalled).containsExactly(false);
    }

    @Test
    void locksADirectoryThatWasMadeAnew() throws Exception {
        RemovalJournal ofService = open().of(SERVICE);
        Files.move(directory, parent.resolve("elsewhere"));
        Files.createDirectory(directory);

        ofService.begin("pass-1", removal("i-1"));

        assertThatThrownBy(this::open).hasMessageContaining("is in use by another process");
    }

    @ParameterizedTest
    @ValueSource(strings = {"removed", "replaced", "emptied", "a directory for a while"})
    void writesToTheFileOfThatName(String what) throws Exception {
        RemovalJournal ofService = open().of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        switch (what) {
            case "removed" -> Files.delete(current());
            case "replaced" -> {
                Files.delete(current());
                Files.writeString(current(), "x");
            }
            case "emptied" -> Files.write(current(), new byte[0]);
            default -> {
                Files.delete(current());
                Files.createDirectory(current());
                assertThatThrownBy(() -> ofService.begin("pass-1", removal("i-1")))
                        .hasMessageContaining("Is a directory");
                Files.delete(current());
            }
        }

        ofService.begin("pass-2", removal("i-2"));

        unreadable();
        assertThat(ids()).containsExactly("i-2");
    }

    @Test
    void startsANewFileBeforeOneGrowsTooLarge() throws Exception {
        open().of(SERVICE).begin("pass-0", removal("i-0"));
        closeAll();
        long threeLines = 3 * Files.size(current());
        RemovalJournal ofService = open(threeLines).of(SERVICE);
        for (int i = 1; i < 9; i++) {
            ofService.begin("pass-" + i, removal("i-" + i));
        }

        unreadable();
        assertThat(ids()).containsExactly("i-0", "i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7", "i-8");
        assertThat(files()).hasSizeGreaterThan(2);
        assertThat(directory.resolve("removals.jsonl.1")).hasSize(threeLines);
    }

    @Test
    void aLineThatIsLargerThanAFileMayBeStandsAlone() throws Exception {
        RemovalJournal ofService = open(10).of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        ofService.begin("pass-2", removal("i-2"));

        assertThat(files()).hasSize(2);
        unreadable();
        assertThat(ids()).containsExactly("i-1", "i-2");
    }

    @Test
    void keepsLinesForTheRetentionAndNotMuchLonger() throws Exception {
        RemovalJournal ofService = open().of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        time.advance(Duration.ofDays(91));
        ofService.begin("pass-2", removal("i-2"));
        unreadable();
        assertThat(ids()).containsExactly("i-1", "i-2");
        Files.setLastModifiedTime(directory.resolve("removals.jsonl.1"), FileTime.from(time.now()));

        time.advance(Duration.ofDays(91));
        ofService.begin("pass-3", removal("i-3"));

        unreadable();
        assertThat(ids()).doesNotContain("i-1").endsWith("i-3");
    }

    @Test
    void countsTheRetentionFromTheFirstLineOfTheFileOverARestart() throws Exception {
        open().of(SERVICE).begin("pass-1", removal("i-1"));
        closeAll();
        time.advance(Duration.ofDays(89));
        open().of(SERVICE).begin("pass-2", removal("i-2"));
        assertThat(files()).hasSize(1);

        time.advance(Duration.ofDays(2));
        closeAll();
        open().of(SERVICE).begin("pass-3", removal("i-3"));

        assertThat(files()).hasSize(2);
    }

    @Test
    void deletesWhatIsOlderThanTheRetentionAtTheStart() throws Exception {
        RemovalJournal ofService = open().of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        time.advance(Duration.ofDays(91));
        ofService.begin("pass-2", removal("i-2"));
        Path older = directory.resolve("removals.jsonl.1");
        Files.setLastModifiedTime(older, FileTime.from(time.now().minus(Duration.ofDays(91))));
        closeAll();

        open();

        assertThat(older).doesNotExist();
        unreadable();
        assertThat(ids()).containsExactly("i-2");
    }

    @Test
    void readsFromATimeOn() {
        RemovalJournal ofService = open().of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        time.advance(Duration.ofHours(2));
        ofService.begin("pass-2", removal("i-2"));

        new JournalReader(directory).read(time.now().minus(Duration.ofHours(1)), read::add);

        assertThat(ids()).containsExactly("i-2");
    }

    @Test
    void readsTheLatestOfManyFilesFromTheEnd() throws Exception {
        RemovalJournal ofService = open(2000).of(SERVICE);
        for (int i = 0; i < 30; i++) {
            ofService.begin("pass-" + i, removal("i-1"));
            if (i > 0) {
                ofService.end(
                        "pass-" + (i - 1), new Ending(removal("i-1"), RemovalResult.FAILED, null, null, "Throttled"));
            }
        }
        Files.writeString(current(), "x".repeat(3 << 20) + "\n{\"v\":1,\"type\":\"remo", StandardOpenOption.APPEND);
        assertThat(files()).hasSizeGreaterThan(5);
        unreadable();
        List<JournaledRemoval> newestFirst = new ArrayList<>(read);
        Collections.reverse(newestFirst);

        JournalReader reader = new JournalReader(directory);
        assertThat(reader.latest(1000, 1000, Instant.EPOCH, any -> true)).isEqualTo(newestFirst);
        assertThat(reader.latest(7, 1000, Instant.EPOCH, any -> true)).isEqualTo(newestFirst.subList(0, 7));
        assertThat(reader.latest(1000, 1000, Instant.EPOCH, removal -> removal.outcomeOrNull() == null))
                .isEqualTo(newestFirst.subList(0, 1));
        assertThat(reader.latest(1000, 0, Instant.EPOCH, any -> true)).hasSizeLessThan(2);
    }

    /** The first line is of a version that this one cannot read. So it would fail if it read that line. */
    @Test
    void readsNothingBeforeTheLatest() throws Exception {
        RemovalJournal ofService = open().of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        ofService.begin("pass-2", removal("i-2"));
        Files.writeString(current(), "{\"v\":2}\n" + Files.readString(current()));

        assertThat(new JournalReader(directory).latest(2, 1000, Instant.EPOCH, any -> true))
                .extracting(removal -> removal.removing().instanceId())
                .containsExactly("i-2", "i-1");
        assertThatThrownBy(() -> new JournalReader(directory).latest(3, 1000, Instant.EPOCH, any -> true))
                .hasMessageContaining("a newer version");
    }

    private Journal open() {
        return opened(Journal.open(directory, RETENTION, time, observer));
    }

    private Journal open(long largestFile) {
        return opened(Journal.open(directory, largestFile, RETENTION, time, observer));
    }

    private Journal opened(Journal journal) {
        opened.add(journal);
        return journal;
    }

    private void closeAll() {
        opened.forEach(Journal::close);
        opened.clear();
    }

    private Path current() {
        return directory.resolve("removals.jsonl");
    }

    private List<Path> files() throws IOException {
        try (var listed = Files.list(directory)) {
            return listed.filter(file -> file.getFileName().toString().startsWith("removals"))
                    .toList();
        }
    }

    private int unreadable() {
        read.clear();
        return new JournalReader(directory).read(Instant.EPOCH, read::add);
    }

    private List<String> ids() {
        return read.stream().map(removal -> removal.removing().instanceId()).toList();
    }

    private static Ending deregistered(String id) {
        return new Ending(removal(id), RemovalResult.DEREGISTERED, "op-" + id, null, null);
    }

    private static Removal removal(String id) {
        return new Removal(
                new RegisteredInstance(id, Map.of("AWS_INSTANCE_IPV4", "10.0.0.1", "text", "ä".repeat(20)), null),
                new Stale(StaleReason.TERMINATED, List.of(new Evidence("us-east-1", "req-1", 0))));
    }
}
