package io.github.cloudunmap.simulation;

import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.simulation.Namespaces.Service;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds what one process makes of its selections against their rules. It knows the file in effect and what each reading
 * was answered, and keeps its own account of what is to be reconciled.
 */
final class SelectionWatch {
    /**
     * What a selection is to find.
     *
     * @param isDoubted whether the last reading lacked more than half of it
     */
    record Known(Set<String> services, boolean isDoubted) {
        Known after(Set<String> read) {
            long left = services.stream().filter(read::contains).count();
            return isDoubted || left * 2 >= services.size() ? new Known(read, false) : new Known(services, true);
        }
    }

    private final Scheduler scheduler;
    private final Violations violations;
    private ConfigFile file = ConfigFile.of(List.of());
    /** Every selection that may be read, by its name. */
    private final Map<String, Query> named = new HashMap<>();

    private Map<Query, Known> known = new HashMap<>();
    /** What a task has read and not yet handed over. */
    private final Map<Scheduler.Task, Map<Query, Set<String>>> readings = new HashMap<>();
    /** Those that selections lost, and that reloads have not concerned since. */
    private final Set<String> mayReturn = new HashSet<>();
    /**
     * Those whose grace starts anew with the next pass that begins, because a reload took them
     * out, put them in, or changed the regions that they read.
     */
    private final Set<String> anew = new HashSet<>();

    private final Map<String, Long> begunAt = new HashMap<>();
    /** Whether a first round of readings has come, complete or not. */
    private boolean hasRead;
    /** Whether that round has to end the process. */
    private boolean mustEnd;

    SelectionWatch(Scheduler scheduler, Violations violations) {
        this.scheduler = scheduler;
        this.violations = violations;
    }

    /**
     * The process begins.
     *
     * @param before what was known of the selections before
     * @param lost what they had lost within a day before
     * @param reconciled the services that the process begins with
     */
    void begin(ConfigFile first, Map<Query, Known> before, Set<String> lost, Set<String> reconciled) {
        mayRead(first);
        file = first;
        known.putAll(before);
        known.keySet().retainAll(queries(first));
        if (!fits(known)) {
            known.clear();
        }
        if (!first.selections().isEmpty()) {
            mayReturn.addAll(lost);
            before.values().forEach(each -> mayReturn.addAll(each.services));
            mayReturn.removeAll(inEffect());
        }
        if (!reconciled.equals(inEffect())) {
            violations.add(
                    "a restart begins with what the selections had found",
                    new TreeSet<>(reconciled) + " in place of " + new TreeSet<>(inEffect()));
        }
    }

    /** Whether the service goes on with its grace if it is reconciled. */
    boolean keeps(String serviceId) {
        return inEffect().contains(serviceId) || mayReturn.contains(serviceId);
    }

    Set<String> lost() {
        return Set.copyOf(mayReturn);
    }

    /** What a later process may begin with. */
    Map<Query, Known> known() {
        return Map.copyOf(known);
    }

    /** Selections of this file may be read from now on. */
    void mayRead(ConfigFile next) {
        next.selections().forEach(selection -> named.put(selection.label(), selection.query()));
    }

    /**
     * A selection was read without a failure.
     *
     * @param settings those of the selection
     * @param namespace that was asked for
     * @param tags what was answered for each service that was asked about
     */
    void isRead(ServiceConfig settings, String namespace, List<Service> listed, Map<String, Map<String, String>> tags) {
        Query query = Objects.requireNonNull(named.get(String.valueOf(settings.name())));
        Set<String> found = listed.stream()
                .filter(service -> service.namespace().equals(namespace))
                .filter(service -> service.isMeant(query.select(), tags.getOrDefault(service.id(), Map.of())))
                .map(Service::id)
                .collect(Collectors.toSet());
        readings.computeIfAbsent(scheduler.current(), task -> new HashMap<>()).put(query, found);
    }

    /** What this task has read. */
    Map<Query, Set<String>> takeReadings() {
        Map<Query, Set<String>> taken = readings.remove(scheduler.current());
        return taken == null ? Map.of() : taken;
    }

    /** What was read is to take effect now. */
    void takesEffect(Map<Query, Set<String>> read) {
        Map<Query, Known> next = new HashMap<>(known);
        read.forEach((query, found) -> {
            if (queries(file).contains(query)) {
                Known before = known.get(query);
                next.put(query, before == null ? new Known(found, false) : before.after(found));
            }
        });
        mustEnd = !hasRead && known.isEmpty() && overlap(next);
        hasRead = true;
        if (!fits(next)) {
            scheduler.tell(() -> "too many services, or one is found twice: " + found(next));
            next.forEach((query, finding) -> {
                if (finding.isDoubted) {
                    known.put(query, finding);
                }
            });
            return;
        }
        Set<String> before = inEffect();
        known = next;
        Set<String> gone = new TreeSet<>(before);
        gone.removeAll(inEffect());
        mayReturn.removeAll(inEffect());
        mayReturn.addAll(gone);
        scheduler.tell(() -> "selections find " + new TreeSet<>(found(known)) + ", and lose " + gone);
    }

    /** Whether the process ends because its first readings show that two selections find the same service. */
    boolean mustEnd() {
        return mustEnd;
    }

    /**
     * A reload is to take effect now.
     *
     * @param read what the selections find that are new in this file
     */
    void reloads(ConfigFile next, Map<Query, Set<String>> read) {
        Map<String, Set<String>> before = reads();
        file = next;
        read.forEach((query, found) -> known.putIfAbsent(query, new Known(found, false)));
        known.keySet().retainAll(queries(next));
        if (!fits(known)) {
            violations.add("never more than max-services, and none twice", "a reload brings " + known);
        }
        Map<String, Set<String>> after = reads();
        Set<String> concerned = new HashSet<>(before.keySet());
        concerned.addAll(after.keySet());
        concerned.removeIf(service -> Objects.equals(before.get(service), after.get(service)));
        anew.addAll(concerned);
        mayReturn.removeAll(concerned);
    }

    /** A pass of the service begins. Returns whether its grace starts anew. */
    boolean begins(String serviceId) {
        begunAt.put(serviceId, scheduler.now());
        if (!inEffect().contains(serviceId)) {
            violations.add("only what is listed or found is reconciled", serviceId + " is neither");
        }
        return anew.remove(serviceId);
    }

    /** Whether a reload has concerned the service since its last pass began. */
    boolean isAnew(String serviceId) {
        return anew.contains(serviceId);
    }

    /** The program forgets a service. Returns whether its grace is kept, because a selection may find it again. */
    boolean mayReturn(String serviceId) {
        if (inEffect().contains(serviceId)) {
            violations.add(
                    "a service stays until two readings lack most of what was found, or one lacks it among a few",
                    serviceId + " does not");
        }
        return mayReturn.contains(serviceId);
    }

    /** In calm weather, and after all that the selections wait for: exactly these have had passes since then. */
    void areReconciled(Collection<String> services, long since) {
        Set<String> passed = new TreeSet<>();
        begunAt.forEach((service, at) -> {
            if (at >= since) {
                passed.add(service);
            }
        });
        if (!passed.equals(new TreeSet<>(services))) {
            violations.add(
                    "what is in the namespace is reconciled in the end, and nothing else",
                    passed + " in place of " + new TreeSet<>(services));
        }
    }

    private static Set<Query> queries(ConfigFile file) {
        return file.selections().stream().map(SelectionConfig::query).collect(Collectors.toSet());
    }

    private Set<String> inEffect() {
        Set<String> all = found(known);
        all.addAll(file.listed());
        return all;
    }

    /** By service, the regions that it reads. */
    private Map<String, Set<String>> reads() {
        Map<String, Set<String>> reads = new HashMap<>();
        for (SelectionConfig selection : file.selections()) {
            Known finding = known.get(selection.query());
            if (finding != null) {
                Set<String> regions = Set.copyOf(selection.settings().instancesRegions());
                finding.services.forEach(service -> reads.put(service, regions));
            }
        }
        file.services().forEach(service -> reads.put(service.serviceId(), Set.copyOf(service.regions())));
        return reads;
    }

    private boolean fits(Map<Query, Known> findings) {
        return found(findings).size() <= file.maxServices() && !overlap(findings);
    }

    private boolean overlap(Map<Query, Known> findings) {
        int each = findings.values().stream()
                .mapToInt(finding -> (int) finding.services.stream()
                        .filter(service -> !file.listed().contains(service))
                        .count())
                .sum();
        return each > found(findings).size();
    }

    private Set<String> found(Map<Query, Known> findings) {
        Set<String> found = new HashSet<>();
        findings.values().forEach(finding -> found.addAll(finding.services));
        found.removeAll(file.listed());
        return found;
    }
}
