package io.github.cloudunmap.state;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.reconcile.Evidence;
import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.RemovalJournal.Ending;
import io.github.cloudunmap.reconcile.Verdict.Stale;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Journals that a test opens in one state directory on a real disk, and what it reads there. */
final class JournalOnDisk {
    static final JournaledService SERVICE = new JournaledService(
            "srv-web",
            "us-east-1",
            List.of("us-east-1", "eu-west-1"),
            "arn:aws:iam::123456789012:role/x",
            "secret",
            List.of(AddressFamily.IPV6, AddressFamily.IPV4));

    private static final Duration RETENTION = Duration.ofDays(90);

    final VirtualTime time = new VirtualTime();
    final List<JournaledRemoval> read = new ArrayList<>();
    final StateRecord observer = new StateRecord();
    final Path parent;
    private final List<Journal> opened = new ArrayList<>();

    /** The state directory. */
    Path directory;

    JournalOnDisk(Path parent) {
        this.parent = parent;
        directory = parent.resolve("state");
    }

    Journal open() {
        return opened(Journal.open(directory, RETENTION, time, observer));
    }

    Journal open(long largestFile) {
        return opened(Journal.open(directory, largestFile, RETENTION, time, observer));
    }

    private Journal opened(Journal journal) {
        opened.add(journal);
        return journal;
    }

    void closeAll() {
        opened.forEach(Journal::close);
        opened.clear();
    }

    Path current() {
        return directory.resolve("removals.jsonl");
    }

    List<Path> files() throws IOException {
        try (var listed = Files.list(directory)) {
            return listed.filter(file -> file.getFileName().toString().startsWith("removals"))
                    .toList();
        }
    }

    int unreadable() {
        read.clear();
        return new JournalReader(directory).read(Instant.EPOCH, read::add);
    }

    List<String> ids() {
        return read.stream().map(removal -> removal.removing().instanceId()).toList();
    }

    static Ending deregistered(String id) {
        return new Ending(removal(id), RemovalResult.DEREGISTERED, "op-" + id, null, null, false);
    }

    static Removal removal(String id) {
        return new Removal(
                new RegisteredInstance(id, Map.of("AWS_INSTANCE_IPV4", "10.0.0.1", "text", "ä".repeat(20)), null),
                new Stale(StaleReason.TERMINATED, List.of(new Evidence("us-east-1", "req-1", 0))));
    }
}
