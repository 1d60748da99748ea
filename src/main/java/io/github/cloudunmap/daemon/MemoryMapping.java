package io.github.cloudunmap.daemon;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.SelectConfig;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.fleet.Identity;
import io.github.cloudunmap.fleet.RoleAndRegion;
import io.github.cloudunmap.fleet.TrustSnapshot;
import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.CarriedState.PendingOperation;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.selection.Finding;
import io.github.cloudunmap.selection.FoundService;
import io.github.cloudunmap.state.Memory;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Converts the state of this process to the memory on disk, and back. Settling (the time for which EC2's answers must
 * have agreed that a registration is stale) is not saved: each process counts it anew.
 */
final class MemoryMapping {
    private MemoryMapping() {}

    /**
     * At its start, a process takes over the services that selections found in the previous process, but only if the
     * memory is younger than this.
     */
    private static final Duration FINDINGS_HOLD = Duration.ofDays(1);

    static Memory memory(
            ClockReading now, TrustSnapshot trust, Map<String, Carried> carried, Map<Query, Finding> findings) {
        return new Memory(
                now.wall(),
                trust.accounts().stream()
                        .map(account -> new Memory.Account(
                                role(account.identity()),
                                account.first(),
                                Optional.ofNullable(account.suspectSinceOrNull())
                                        .map(now::wall)
                                        .orElse(null)))
                        .toList(),
                trust.regions().stream().map(region -> region(region, now)).toList(),
                carried.entrySet().stream()
                        .map(service -> service(service.getKey(), service.getValue(), now))
                        .toList(),
                findings.entrySet().stream()
                        .map(finding -> selection(finding.getKey(), finding.getValue()))
                        .toList());
    }

    private static Memory.Selection selection(Query query, Finding finding) {
        return new Memory.Selection(
                query.select().namespace(),
                query.select().names(),
                query.select().tags(),
                query.region(),
                new Memory.Role(query.roleArn(), query.externalId()),
                finding.services().stream()
                        .map(found -> new Memory.Found(found.serviceId(), found.name()))
                        .toList(),
                finding.isPostponed());
    }

    /** Returns the services that each selection found; none from a memory that is a day old or older. */
    static Map<Query, Finding> findings(Memory memory, Instant now) {
        if (Duration.between(memory.savedAt(), now).compareTo(FINDINGS_HOLD) >= 0) {
            return Map.of();
        }
        Map<Query, Finding> findings = new HashMap<>();
        memory.selections()
                .forEach(selection -> findings.put(
                        new Query(
                                new SelectConfig(selection.namespace(), selection.names(), selection.tags()),
                                selection.serviceRegion(),
                                selection.role().roleArn(),
                                selection.role().externalId()),
                        new Finding(
                                selection.found().stream()
                                        .map(found -> new FoundService(found.serviceId(), found.name()))
                                        .toList(),
                                selection.isPostponed())));
        return findings;
    }

    private static Memory.Role role(Identity identity) {
        return new Memory.Role(identity.roleArn(), identity.externalId());
    }

    private static Memory.Region region(TrustSnapshot.Region region, ClockReading now) {
        return new Memory.Region(
                role(region.place().identity()),
                region.place().region(),
                region.alive().stream()
                        .map(life -> new Memory.Instance(life.id(), life.owner(), now.wall(life.seenAt())))
                        .sorted(Comparator.comparing(Memory.Instance::id))
                        .toList(),
                suspicion(region.suspicionOrNull(), now));
    }

    private static Memory.@Nullable Suspicion suspicion(
            TrustSnapshot.@Nullable RememberedSuspicion suspicion, ClockReading now) {
        return suspicion == null
                ? null
                : new Memory.Suspicion(
                        suspicion.shows(),
                        now.wall(suspicion.since()),
                        suspicion.missing().stream().sorted().toList());
    }

    private static Memory.Service service(String id, Carried carried, ClockReading now) {
        BoundService.Source source = carried.source();
        return new Memory.Service(
                id,
                source.serviceRegion(),
                source.regions().stream().sorted().toList(),
                new Memory.Role(source.roleArn(), source.externalId()),
                carried.state().staleSince().streaks().entrySet().stream()
                        .map(streak -> new Memory.Stale(
                                streak.getKey().id(),
                                streak.getKey().attributes(),
                                now.wall(streak.getValue().seenAt()),
                                streak.getValue().changes()))
                        .sorted(Comparator.comparing(Memory.Stale::instanceId))
                        .toList(),
                carried.state().accepted().stream()
                        .map(pending -> new Memory.Operation(
                                pending.instanceId(), pending.operationId(), now.wall(pending.acceptedAt())))
                        .toList(),
                carried.leftAt() == null ? null : now.wall(carried.leftAt()));
    }

    /**
     * Returns the memory without the services that this process cannot need: see {@link Memory#ofServices}.
     *
     * @param current the configuration with the services that its selections have found so far
     */
    static Memory ofFile(Memory memory, Config current, Instant now) {
        Set<String> services =
                current.services().stream().map(ServiceConfig::serviceId).collect(Collectors.toSet());
        return memory.ofServices(services, !current.selections().isEmpty(), now);
    }

    static TrustSnapshot trust(Memory memory, ClockReading now) {
        return new TrustSnapshot(
                memory.regions().stream()
                        .map(region -> region(region, memory, now))
                        .toList(),
                memory.accounts().stream()
                        .map(account -> new TrustSnapshot.Account(
                                identity(account.role()),
                                account.id(),
                                Optional.ofNullable(account.suspectSince())
                                        .map(since -> now.nanos(since, memory.savedAt()))
                                        .orElse(null)))
                        .toList());
    }

    private static TrustSnapshot.Region region(Memory.Region region, Memory memory, ClockReading now) {
        List<TrustSnapshot.Life> alive = region.alive().stream()
                .map(instance -> new TrustSnapshot.Life(
                        instance.id(), instance.account(), now.nanos(instance.seenAt(), memory.savedAt())))
                .toList();
        Memory.Suspicion suspicion = region.suspicion();
        return new TrustSnapshot.Region(
                new RoleAndRegion(identity(region.role()), region.region()),
                alive,
                suspicion == null
                        ? null
                        : new TrustSnapshot.RememberedSuspicion(
                                suspicion.shows(),
                                now.nanos(suspicion.since(), memory.savedAt()),
                                new HashSet<>(suspicion.missing())));
    }

    private static Identity identity(Memory.Role role) {
        return new Identity(role.roleArn(), role.externalId());
    }

    /** Returns the saved state with which the first pass of each service begins, by service id. */
    static Map<String, Carried> carried(Memory memory, ClockReading now) {
        Map<String, Carried> carried = new HashMap<>();
        memory.services()
                .forEach(service -> carried.put(
                        service.id(),
                        new Carried(
                                new BoundService.Source(
                                        service.serviceRegion(),
                                        new HashSet<>(service.instancesRegions()),
                                        service.role().roleArn(),
                                        service.role().externalId()),
                                state(service, memory, now),
                                service.leftAt() == null ? null : now.nanos(service.leftAt(), memory.savedAt()))));
        return Map.copyOf(carried);
    }

    private static CarriedState state(Memory.Service service, Memory memory, ClockReading now) {
        Map<StaleSince.Registration, StaleSince.Streak> streaks = new HashMap<>();
        service.stale()
                .forEach(stale -> streaks.put(
                        new StaleSince.Registration(stale.instanceId(), stale.attributes()),
                        StaleSince.Streak.remembered(now.nanos(stale.since(), memory.savedAt()), stale.changes())));
        return new CarriedState(
                new StaleSince(streaks),
                service.operations().stream()
                        .map(operation -> new PendingOperation(
                                operation.instanceId(),
                                operation.operationId(),
                                now.nanos(operation.acceptedAt(), memory.savedAt())))
                        .toList());
    }
}
