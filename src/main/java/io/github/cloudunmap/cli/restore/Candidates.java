package io.github.cloudunmap.cli.restore;

import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.state.JournaledRemoval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The removals to undo: of each registration the latest, and none that was certainly not made. A removal that failed,
 * or whose outcome is unknown, may have been made.
 */
public final class Candidates {
    private static final Set<String> NOT_MADE =
            Set.of(RemovalResult.CHANGED.toString(), RemovalResult.ALREADY_GONE.toString());

    private final Map<String, JournaledRemoval> latest = new LinkedHashMap<>();

    /** Takes a removal that is asked for, in the order of the journal. */
    public void add(JournaledRemoval removal) {
        if (!NOT_MADE.contains(removal.result())) {
            String key = removal.removing().service().region()
                    + '\n'
                    + removal.removing().serviceId()
                    + '\n'
                    + removal.removing().instanceId();
            latest.remove(key); // so that a later one stands at its own time
            latest.put(key, removal);
        }
    }

    /** All candidates, in the order of their removal. */
    public List<JournaledRemoval> all() {
        return new ArrayList<>(latest.values());
    }
}
