package io.github.cloudunmap.simulation;

import io.github.cloudunmap.config.SelectConfig;
import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.simulation.Namespaces.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What others do in Cloud Map's namespaces, how well Cloud Map lists them, and which selections operators write. It
 * draws from a source of its own, so that a run without selections is as ever.
 */
final class NamespaceChurn {
    private static final Map<String, String> MARK = Map.of("unmap", "true");
    private static final long LONGEST_LAG = Duration.ofMinutes(4).toNanos();

    /** How Cloud Map lists the services of a namespace. */
    enum Way {
        TRUE,
        /** What was true up to four minutes ago. */
        OUTDATED,
        NOTHING,
        /** Less than half. */
        FEW,
        /** One or two are left out. */
        WITH_GAPS,
        /** With those of other namespaces. */
        UNFILTERED,
        FAILING,
        /** The second page fails. */
        BREAKING_OFF
    }

    private static final String ROLE = "arn:aws:iam::111111111111:role/";
    private static final List<List<String>> NAMES =
            List.of(List.of("*"), List.of("api-*"), List.of("api-*", "web-*"), List.of("web-*", "db-*"));

    private final Scheduler scheduler;
    private final Random random;
    /** What concerns selections that may find the same service is drawn from here; null if no file has such. */
    private final @Nullable Random overlaps;

    private final World world;
    private final Namespaces namespaces = new Namespaces();
    private final List<String> pool;
    private final DrawnSettings settings;
    private final List<String> regions;
    private Way way = Way.TRUE;
    private boolean isCalm;
    private int versions;

    /**
     * @param overlaps a source of its own, so that a run without overlaps is as ever; null for such a run
     * @param listed services that a file may list, some of which are in a namespace, too
     * @param pool services that only selections can find
     * @param regions those that every found service reads
     */
    NamespaceChurn(
            Scheduler scheduler,
            Random random,
            @Nullable Random overlaps,
            World world,
            List<String> listed,
            List<String> pool,
            DrawnSettings settings,
            List<String> regions) {
        this.scheduler = scheduler;
        this.random = random;
        this.overlaps = overlaps;
        this.world = world;
        this.pool = pool;
        this.settings = settings;
        this.regions = regions;
        listed.stream().filter(id -> random.nextInt(3) == 0).forEach(this::put);
        for (String id : pool) {
            if (random.nextInt(4) == 0) {
                world.close(id);
            } else {
                put(id);
            }
        }
        IntStream.range(0, 3)
                .forEach(i -> namespaces.put(new Service("srv-x" + i, "ns-other", "api-x" + i, MARK), scheduler.now()));
    }

    /** The ids of the services that only selections can find. */
    static List<String> pool(Random random) {
        return IntStream.range(0, 3 + random.nextInt(4))
                .mapToObj(i -> "srv-n" + i)
                .toList();
    }

    Namespaces namespaces() {
        return namespaces;
    }

    Random random() {
        return random;
    }

    Way way() {
        return way;
    }

    /** The identity in use has no namespace. */
    boolean showsNoNamespace() {
        return way == Way.NOTHING && random.nextInt(4) == 0;
    }

    /** A time that an outdated answer may be of. */
    long earlier() {
        return Math.max(0, scheduler.now() - random.nextLong(LONGEST_LAG));
    }

    /** A time that an answer about tags may be of. */
    long lately() {
        return way == Way.OUTDATED ? earlier() : scheduler.now();
    }

    /** From now on, services come and go. */
    void begin() {
        later(this::act);
    }

    /** From now on, nothing changes and the lists are true. */
    void calm() {
        isCalm = true;
        way = Way.TRUE;
    }

    private void act() {
        if (isCalm) {
            return;
        }
        switch (random.nextInt(12)) {
            case 0 -> create(any(pool));
            case 1 -> delete(any(pool));
            case 2, 3 -> changeOne();
            case 4 -> flood();
            case 5, 6, 7 -> answer(Way.TRUE);
            default -> answer(any(Way.values()));
        }
        later(this::act);
    }

    private void answer(Way next) {
        scheduler.tell(() -> "lists of services: " + next);
        way = next;
    }

    private void create(String id) {
        if (namespaces.service(id) == null) {
            world.open(id);
            put(id);
        }
    }

    private void delete(String id) {
        if (namespaces.service(id) != null) {
            scheduler.tell(() -> id + " is deleted");
            namespaces.remove(id, scheduler.now());
            world.close(id);
        }
    }

    private void changeOne() {
        List<Service> all = namespaces.now().stream()
                .filter(service -> !service.namespace().equals("ns-other"))
                .toList();
        if (!all.isEmpty()) {
            Service service = any(all);
            put(new Service(
                    service.id(),
                    service.namespace(),
                    random.nextBoolean() ? service.name() : name(service.id()),
                    random.nextInt(3) == 0 ? Map.of() : MARK));
        }
    }

    /** Many services that nobody registers in come, and go again. */
    private void flood() {
        List<String> ids = IntStream.range(0, 2 + random.nextInt(5))
                .mapToObj(i -> "srv-f" + i)
                .toList();
        ids.forEach(this::create);
        scheduler.at(scheduler.now() + nanos(400_000), () -> {
            if (!isCalm) {
                ids.forEach(this::delete);
            }
        });
    }

    private void put(String id) {
        List<String> homes = Namespaces.IDS.values().stream().sorted().toList();
        String namespace = homes.get(Math.floorMod(id.hashCode(), homes.size()));
        put(new Service(id, namespace, name(id), random.nextInt(6) == 0 ? Map.of() : MARK));
    }

    private void put(Service service) {
        scheduler.tell(() -> "namespace has " + service);
        namespaces.put(service, scheduler.now());
    }

    private String name(String id) {
        return any(List.of("api-", "api-", "web-", "db-")) + id.substring(4);
    }

    /** The file with selections, one or two. */
    ConfigFile first(List<ServiceSettings> listed) {
        List<SelectionConfig> selections = new ArrayList<>();
        Namespaces.IDS.keySet().stream()
                .sorted()
                .filter(region -> selections.isEmpty() || random.nextBoolean())
                .forEach(region -> selections.add(selection(selections.size(), region, null)));
        return new ConfigFile(listed, perhapsWithOverlap(selections), interval(), maxServices());
    }

    /**
     * Adds, at times, one more selection for a namespace that one is for already. It has a role of its own, and so a
     * catalog of its own, which tells the judge what this selection was answered. So no run sees what two selections of
     * one role share in a reading.
     */
    private List<SelectionConfig> perhapsWithOverlap(List<SelectionConfig> selections) {
        if (overlaps == null || selections.isEmpty()) {
            return selections;
        }
        List<SelectionConfig> all = new ArrayList<>(selections);
        if (overlaps.nextInt(3) == 0) {
            SelectionConfig other = any(selections);
            String name = "selection-" + versions++;
            all.add(new SelectionConfig(
                    all.size(),
                    new SelectConfig(other.select().namespace(), NAMES.get(overlaps.nextInt(NAMES.size())), Map.of()),
                    settings(name, other.settings().serviceRegion(), ROLE + name)));
        }
        return withoutEqual(all, SelectionConfig::query);
    }

    /** The selections of the file without those for a namespace that an earlier one is for. */
    static ConfigFile withoutOverlaps(ConfigFile file) {
        return new ConfigFile(
                file.services(),
                withoutEqual(
                        file.selections(), selection -> selection.settings().serviceRegion()),
                file.selectInterval(),
                file.maxServices());
    }

    private static List<SelectionConfig> withoutEqual(
            List<SelectionConfig> selections, Function<SelectionConfig, Object> by) {
        Set<Object> seen = new HashSet<>();
        return selections.stream().filter(each -> seen.add(by.apply(each))).toList();
    }

    private Duration interval() {
        return Duration.ofSeconds(any(List.of(15, 30, 60, 120)));
    }

    private int maxServices() {
        return random.nextBoolean() ? 500 : 3 + random.nextInt(6);
    }

    private SelectionConfig selection(int index, String region, @Nullable String role) {
        String name = "selection-" + versions++;
        String namespace = Namespaces.IDS.getOrDefault(region, "");
        SelectConfig select = new SelectConfig(
                random.nextBoolean() ? namespace : Namespaces.name(namespace),
                any(List.of(List.of("*"), List.of("api-*"), List.of("api-*", "web-*"))),
                random.nextBoolean() ? Map.of() : MARK);
        return new SelectionConfig(index, select, settings(name, region, role));
    }

    private ServiceConfig settings(String name, String region, @Nullable String role) {
        ServiceConfig drawn = settings.of("found").reading(regions).config();
        return new ServiceConfig(
                drawn.serviceId(),
                region,
                drawn.instancesRegions(),
                drawn.frequency(),
                drawn.maxDeregistrations(),
                drawn.gracePeriod(),
                drawn.settleTime(),
                role,
                null,
                drawn.unmapStopped(),
                drawn.ids(),
                drawn.addresses(),
                drawn.dryRun(),
                name);
    }

    /** Whether an operator changes the selections of a file now. */
    boolean isToChange() {
        return random.nextInt(40) == 0;
    }

    /** What an operator makes of the selections of a file. */
    ConfigFile changed(ConfigFile file) {
        List<SelectionConfig> selections = new ArrayList<>(file.selections());
        switch (random.nextInt(5)) {
            case 0 -> replace(selections, false);
            case 1, 2 -> replace(selections, true);
            case 3 -> selections.clear();
            default -> {}
        }
        if (selections.isEmpty() && random.nextInt(3) != 0) {
            return first(file.services());
        }
        return new ConfigFile(file.services(), perhapsWithOverlap(selections), interval(), maxServices());
    }

    private void replace(List<SelectionConfig> selections, boolean isTheSame) {
        if (!selections.isEmpty()) {
            int index = random.nextInt(selections.size());
            SelectionConfig old = selections.get(index);
            String region = old.settings().serviceRegion();
            selections.set(
                    index,
                    isTheSame
                            ? new SelectionConfig(
                                    index,
                                    old.select(),
                                    settings(
                                            String.valueOf(old.settings().name()),
                                            region,
                                            old.settings().roleArn()))
                            : selection(index, region, old.settings().roleArn()));
        }
    }

    private void later(Runnable action) {
        scheduler.at(scheduler.now() + nanos(40_000), action);
    }

    private long nanos(int atMostMillis) {
        return Duration.ofMillis(random.nextInt(atMostMillis)).toNanos();
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private Way any(Way... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
