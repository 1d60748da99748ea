package io.github.cloudunmap.cli;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.cli.restore.Restoration;
import io.github.cloudunmap.cli.restore.RestoreAws;
import io.github.cloudunmap.cli.restore.Restored;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.process.SystemTime;
import io.github.cloudunmap.state.JournalLine.Removing;
import io.github.cloudunmap.state.JournalReader;
import io.github.cloudunmap.state.JournaledRemoval;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The last part of the demo: shows the journal of the demo's removals, and undoes one removal. */
final class DemoUndo {
    private final InMemoryAws aws;
    private final PrintWriter out;

    DemoUndo(InMemoryAws aws, PrintWriter out) {
        this.aws = aws;
        this.out = out;
    }

    /**
     * Shows the removals of the demo, and undoes one of them.
     *
     * @param directory the state directory of the demo
     * @return whether the undone removal's registration exists again; true if there was no removal
     */
    boolean show(Path directory) {
        List<JournaledRemoval> removals = new ArrayList<>();
        new JournalReader(directory).read(Instant.EPOCH, removals::add);
        out.println();
        out.println("Each removal was written down before it was made. history prints that journal:");
        HistoryOutput table = HistoryOutput.table(out);
        removals.forEach(table::take);
        table.end();
        return removals.isEmpty() || undo(removals.get(0));
    }

    /**
     * Undoes a removal to show how the restore command works. Like {@code --force}, this does not ask EC2, because EC2
     * does not show the instance alive.
     */
    private boolean undo(JournaledRemoval removal) {
        Removing line = removal.removing();
        out.println();
        out.println("If one was wrong, restore --instance-id " + line.instanceId() + " --force undoes it:");
        boolean before = isRegistered(line);
        SystemTime time = new SystemTime();
        try (RestoreAws restoring = new RestoreAws(AwsSettings.local(aws.endpoint()), List.of(), time)) {
            Restored restored = new Restoration(restoring::open, time, (accepted, operation) -> {}, true, false)
                    .restore(List.of(removal))
                    .get(0);
            out.println("  before    " + state(line, before));
            out.println("  restore   " + restored.result() + ", " + restored.why());
            out.println("  after     " + state(line, isRegistered(line)));
        }
        return isRegistered(line);
    }

    private static String state(Removing line, boolean isRegistered) {
        return line.instanceId()
                + (isRegistered ? " is registered in " : " is not in ")
                + line.serviceId()
                + (isRegistered ? " again, with " + line.registration().attributes() : "");
    }

    private boolean isRegistered(Removing line) {
        return aws.cloudMap(line.service().region()).instances(line.serviceId()).containsKey(line.instanceId());
    }
}
