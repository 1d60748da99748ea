package io.github.cloudunmap.events;

import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.reconcile.Ec2Id;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps events that services may need later. There are two cases. An event may tell the end of an instance before any
 * list of a service names the instance: the service needs the event when its list first names the instance. Or an
 * event may tell that an instance has come to life: the service needs the event when its pass in flight ends, or when
 * its next pass begins, to end the instance's streak of stale verdicts.
 *
 * <p>For each instance, only the latest event of its beginning and the latest event of its end are kept. The events of
 * the 10,000 instances that began last are kept, and those of the 10,000 that ended last. All times are in
 * nanoseconds. Guarded by the caller.
 */
public final class RecentEvents {
    private static final int MOST = 10_000;

    private final Map<Place, Heard> begun = new Latest();
    private final Map<Place, Heard> ended = new Latest();

    /**
     * The latest event of an instance's beginning, or the latest of its end.
     *
     * @param heardAt when the event arrived
     */
    record Heard(StateChange change, long heardAt) {
        Ec2Id ec2Id() {
            return change.ec2Id();
        }
    }

    private record Place(String region, Ec2Id ec2Id) {}

    private static final class Latest extends LinkedHashMap<Place, Heard> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Heard> eldest) {
            return size() > MOST;
        }
    }

    public void add(StateChange change, long now) {
        if (change.isEnd()) {
            add(ended, change, now);
        } else if (change.isBeginning()) {
            add(begun, change, now);
        }
    }

    private static void add(Map<Place, Heard> latest, StateChange change, long now) {
        Place place = new Place(change.region(), change.ec2Id());
        latest.remove(place); // so that the new entry is the youngest
        latest.put(place, new Heard(change, now));
    }

    /**
     * Returns the instances in these regions that came to life according to events. Only events that arrived at this
     * time or later count.
     */
    Set<Ec2Id> begunSince(long time, Set<String> regions) {
        return since(begun, time, regions).map(Heard::ec2Id).collect(Collectors.toSet());
    }

    /** Returns the events that arrived at this time or later and told the end of an instance in these regions. */
    Stream<Heard> endedSince(long time, Set<String> regions) {
        return since(ended, time, regions);
    }

    private static Stream<Heard> since(Map<Place, Heard> latest, long time, Set<String> regions) {
        return latest.values().stream()
                .filter(heard -> heard.heardAt - time >= 0 && regions.contains(heard.change.region()));
    }
}
