package io.github.cloudunmap.cli.restore;

import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.state.JournaledRemoval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the removals to undo. Removals with the result {@code changed} or {@code already-gone} were not made, so
 * they are left out. Of the others, the latest of each registration is chosen. A removal that failed, or whose outcome
 * is unknown, may still have been made, so it is not left out.
 */
public final class Candidates {
    private static final Set<String> NOT_MADE =
            Set.of(RemovalResult.CHANGED.toString(), RemovalResult.ALREADY_GONE.toString());

    /** The most registrations in one restore, so that they fit into the heap. */
    public static final int MOST = 20_000;

    private final Map<String, JournaledRemoval> latest = new LinkedHashMap<>();
    private boolean areTooMany;
    private int notMade;

    /** Adds a removal that the user asks to undo. The caller adds the removals in the order of the journal. */
    public void add(JournaledRemoval removal) {
        if (NOT_MADE.contains(removal.result())) {
            notMade++;
        } else {
            String key = removal.removing().service().region()
                    + '\n'
                    + ServiceConfig.plainId(removal.removing().serviceId())
                    + '\n'
                    + removal.removing().instanceId();
            latest.remove(key); // so that the later removal is put at the end of the order
            areTooMany = areTooMany || latest.size() == MOST;
            if (!areTooMany) {
                latest.put(key, removal);
            }
        }
    }

    /** Whether more than {@value #MOST} registrations have a removal to undo. */
    public boolean areTooMany() {
        return areTooMany;
    }

    /** Returns how many removals were left out because they were certainly not made. */
    public int notMade() {
        return notMade;
    }

    /** Returns the chosen removals in the order in which they were made. If too many were added, some are missing. */
    public List<JournaledRemoval> all() {
        return new ArrayList<>(latest.values());
    }
}
