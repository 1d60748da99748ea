package io.github.cloudunmap.state;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Ec2Id;
import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.RemovalJournal;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.state.JournalLine.Answer;
import io.github.cloudunmap.state.JournalLine.Outcome;
import io.github.cloudunmap.state.JournalLine.Removing;
import io.github.cloudunmap.text.FileReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal of all services of this process. Any thread may write to it. Lines are written one after the other. */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final long LARGEST_FILE = 64 << 20;
    /**
     * The most outcomes that wait to be written while the journal cannot be written. Beyond this number the oldest are
     * dropped, and the outcomes of their removals stay unknown.
     */
    private static final int MOST_WAITING = 10_000;

    private final StateDirectory directory;
    private final JournalWriter writer;
    private final TimeSource time;
    private final StateObserver observer;
    private final Queue<Outcome> unwritten = new ArrayDeque<>();
    private boolean isFailing;

    private Journal(StateDirectory directory, JournalWriter writer, TimeSource time, StateObserver observer) {
        this.directory = directory;
        this.writer = writer;
        this.time = time;
        this.observer = observer;
    }

    /**
     * Locks the state directory and opens the journal in it. If only the last component of the path is missing, the
     * directory is created. Removals in the two newest files that an earlier process left without an outcome get the
     * outcome {@link Outcome#UNKNOWN}.
     *
     * @param path the state directory
     * @param retention how long lines are kept at least
     * @param observer is told whether a line or the memory could be written, and if the memory could not be read
     * @throws ApiFailure if the state directory or the journal cannot be used
     */
    public static Journal open(Path path, Duration retention, TimeSource time, StateObserver observer) {
        return open(path, LARGEST_FILE, retention, time, observer);
    }

    static Journal open(Path path, long largestFile, Duration retention, TimeSource time, StateObserver observer) {
        StateDirectory directory = StateDirectory.open(path);
        JournalWriter writer = new JournalWriter(directory, largestFile, retention, time);
        Journal journal = new Journal(directory, writer, time, observer);
        try {
            journal.recover(Unfinished.of(journal.writer.files()));
            journal.writer.files().deleteOlderThan(time.now().minus(retention));
            return journal;
        } catch (IOException e) {
            journal.close();
            throw journal.unwritable(e);
        } catch (NewerFormatException e) {
            journal.close();
            throw StateDirectory.failure(journal.writer.files().current() + " cannot be used: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private void recover(Unfinished unfinished) throws IOException {
        if (unfinished.isTorn()) {
            LOG.warn(
                    "The last line of {} was cut off, as by a crash or a full disk; it is left as it is",
                    writer.files().current());
        }
        writer.opened();
        for (Removing line : unfinished.removals()) {
            writer.append(JournalFormat.write(Outcome.unknown(line, time.now())), false);
            LOG.atWarn()
                    .addKeyValue("service_id", line.serviceId())
                    .addKeyValue("instance_id", line.instanceId())
                    .addKeyValue("pass_id", line.passId())
                    .log(
                            "Whether instance {} was removed from service {} is not known: the process was stopped",
                            line.instanceId(),
                            line.serviceId());
        }
    }

    /**
     * Returns the store of the memory in the same state directory. The store may be used while this journal is open.
     */
    public MemoryStore memory() {
        return new MemoryFile(directory, observer);
    }

    /**
     * Reads the memory of the previous process; empty if there is none that can be read. If the journal shows that a
     * removal ended the streak of a registration, the streak is left out. To be called before the first removal.
     *
     * @throws ApiFailure if a newer version of this program wrote the memory, or if the journal cannot be read
     */
    public synchronized Optional<Memory> load(MemoryStore store) {
        Optional<Memory> memory = store.load();
        try {
            return memory.isEmpty()
                    ? memory
                    : Optional.of(RecentRemovals.withoutEndedStreaks(memory.get(), writer.files(), time.now()));
        } catch (IOException | NewerFormatException e) {
            throw StateDirectory.failure(writer.files().current() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The journal of one service. */
    public RemovalJournal of(JournaledService service) {
        return new RemovalJournal() {
            @Override
            public void begin(String passId, Removal removal) {
                write(removing(service, passId, removal));
            }

            @Override
            public void end(String passId, Ending ending) {
                write(outcome(service, passId, ending));
            }
        };
    }

    private Removing removing(JournaledService service, String passId, Removal removal) {
        return new Removing(
                time.now(),
                passId,
                service,
                removal.instance(),
                removal.instance().ec2Ids().stream().map(Ec2Id::toString).toList(),
                removal.verdict().reason().toString(),
                evidence(removal));
    }

    private Outcome outcome(JournaledService service, String passId, RemovalJournal.Ending ending) {
        return new Outcome(
                time.now(),
                passId,
                service.id(),
                ending.removal().instance().id(),
                ending.result().toString(),
                ending.operationId(),
                ending.why(),
                ending.errorCode(),
                ending.mayBeGone(),
                evidence(ending.removal()));
    }

    private static List<Answer> evidence(Removal removal) {
        return removal.verdict().evidence().stream()
                .map(answer -> new Answer(answer.region(), answer.requestId()))
                .distinct()
                .toList();
    }

    private synchronized void write(Removing line) {
        try {
            byte[] bytes = JournalFormat.write(line);
            if (!JournalFormat.isSaidBy(bytes, line)) {
                throw new IOException("the attributes of instance " + line.instanceId() + " are no valid text");
            }
            writeWaiting();
            writer.append(bytes, true);
            observer.journalled(true);
            isFailing = false;
        } catch (IOException e) {
            failed();
            throw unwritable(e);
        } catch (ApiFailure e) {
            failed();
            throw e;
        }
    }

    private synchronized void write(Outcome line) {
        unwritten.add(line);
        if (unwritten.size() > MOST_WAITING) {
            unwritten.remove();
        }
        try {
            writeWaiting();
        } catch (IOException | ApiFailure e) {
            if (!isFailing) {
                LOG.atError()
                        .setCause(e)
                        .log(
                                "{} cannot be written: {}; outcomes are written once it can be",
                                writer.files().current(),
                                e instanceof IOException io ? FileReason.of(io) : e.getMessage());
            }
            failed();
        }
    }

    private void failed() {
        isFailing = true;
        observer.journalled(false);
    }

    private void writeWaiting() throws IOException {
        for (Outcome line = unwritten.peek(); line != null; line = unwritten.peek()) {
            writer.append(JournalFormat.write(line), false);
            observer.journalled(true);
            unwritten.remove();
        }
    }

    private ApiFailure unwritable(IOException e) {
        return new ApiFailure(
                "JournalUnwritable",
                "the journal " + writer.files().current() + " cannot be written: " + FileReason.of(e)
                        + "; nothing is removed without it",
                e);
    }

    @Override
    public synchronized void close() {
        try (StateDirectory closing = directory;
                JournalWriter closingFirst = writer) {
            writeWaiting();
        } catch (IOException | ApiFailure e) {
            LOG.warn("{} could not be closed: {}", writer.files().current(), e.getMessage());
        }
    }
}
