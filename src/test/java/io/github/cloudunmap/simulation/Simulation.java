package io.github.cloudunmap.simulation;

import io.github.cloudunmap.daemon.EventObserver;
import io.github.cloudunmap.fleet.DirectorySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An hour in the life of one program or two, and of the AWS around them, all of it drawn from a seed. In the end
 * everything calms down, and what is dead has to go.
 */
public final class Simulation {
    /** Chosen so that no run of the older seeds in docs/design/simulation.md has a queue. */
    private static final long EVENTS = 0xFDA997449AB7EF1BL;

    /** Chosen so that no run of the older seeds in docs/design/simulation.md has selections. */
    private static final long SELECTIONS = 0x1DEAD0020D8F77B3L;

    /** Chosen so that in no run of the older seeds in docs/design/simulation.md two selections find one service. */
    private static final long OVERLAPS = 0x1D4C7CC41ABC82F1L;

    /** Chosen so that no run of the older seeds in docs/design/simulation.md has IPv6 addresses. */
    private static final long IPV6 = 0x753A1E086A830715L;

    /** Chosen so that in no run of the older seeds in docs/design/simulation.md a restart finds another file. */
    private static final long FILES = 0xFFEFA65CF31EFBCFL;

    private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1", "ap-south-1");

    private final Random random;
    /** What concerns the state directory is drawn from here, so that a run without one is as ever. */
    private final Random stateRandom;

    /** What concerns events is drawn from here, so that a run without a queue is as ever. */
    private final Random eventRandom;

    /** What concerns selections is drawn from here, so that a run without them is as ever. */
    private final Random selectionRandom;

    private final Scheduler scheduler;
    private final SimulatedTime time;
    private final World world = new World();
    private final Weather weather;
    private final DirectorySettings trust;
    private final Violations violations;
    private final Promise promise;
    private final SimulatedAws aws;
    /** Whether so few instances live, in one region, that it cannot become suspect. */
    private final boolean isSmall;

    private final List<String> regions;
    private final List<String> services;
    /** By service, the regions that every version of its configuration has, until one is left out. */
    private final Map<String, List<String>> homes;

    private final DrawnSettings settings;
    private final Churn churn;
    private final List<Program> programs = new ArrayList<>();
    /** Null if no file has selections. */
    private final @Nullable NamespaceChurn namespaces;
    /** Null if there is no queue. */
    private final @Nullable SimulatedEvents events;

    private final Operators operators;
    private final Calm calm;

    private boolean stopsAtTheFirst = true;

    private Simulation(long seed, @Nullable Consumer<String> story) {
        this.random = new Random(seed);
        this.stateRandom = new Random((seed + 1) * 0x9E3779B97F4A7C15L);
        this.eventRandom = new Random((seed + 1) * EVENTS);
        this.selectionRandom = new Random((seed + 1) * SELECTIONS);
        this.scheduler = new Scheduler(new Random(~seed), story);
        this.time = new SimulatedTime(scheduler);
        this.weather = new Weather(scheduler, random);
        this.trust = new DirectorySettings(
                any(Duration.ofSeconds(60), Duration.ZERO, Duration.ofMinutes(5)),
                any(Duration.ofMinutes(15), Duration.ofMinutes(5), Duration.ZERO));
        this.violations = new Violations(scheduler);
        this.promise = new Promise(world, violations);
        Duration lag = any(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(60));
        Traits traits = new Traits(random, 1 + random.nextInt(6), lag);
        SimulatedAws withoutNamespaces = new SimulatedAws(scheduler, random, world, weather, traits);
        this.isSmall = random.nextInt(4) == 0;
        this.regions = REGIONS.subList(0, isSmall ? 1 : 1 + random.nextInt(REGIONS.size()));
        this.services = IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(i -> "srv-" + i)
                .toList();
        this.homes = DrawnSettings.homes(random, services, regions);
        Ipv6 ipv6 = new Ipv6(new Random((seed + 1) * IPV6));
        this.settings = new DrawnSettings(random, homes, regions, lag, ipv6);
        Random overlaps = new Random((seed + 1) * OVERLAPS);
        this.namespaces = selectionRandom.nextInt(4) == 0
                ? namespaces(lag, ipv6, overlaps.nextInt(3) == 0 ? overlaps : null)
                : null;
        this.aws = namespaces == null ? withoutNamespaces : withoutNamespaces.with(namespaces);
        Addresses addresses = new Addresses(random, ipv6);
        Registrars registrars = new Registrars(scheduler, random, world, addresses, ipv6, homes, traits);
        for (int i = 0; i < Names.ANOTHERS; i++) {
            world.addAnothers(new Machine(
                    Names.anothersId(i),
                    regions.get(i % regions.size()),
                    World.ANOTHERS,
                    addresses.ofAnInstance(),
                    scheduler.now(),
                    scheduler.now()));
        }
        this.churn = new Churn(scheduler, random, world, addresses, registrars, regions, lag, isSmall ? 3 : 1000);
        this.events =
                hasQueue(eventRandom) ? new SimulatedEvents(scheduler, eventRandom, world, regions, programs) : null;
        this.calm = new Calm(
                scheduler,
                random,
                weather,
                world,
                trust.suspectHold(),
                regions,
                homes,
                programs,
                namespaces,
                events,
                new PromptRemovals(scheduler, eventRandom, world, churn, promise));
        Random files = new Random((seed + 1) * FILES);
        this.operators = new Operators(
                scheduler,
                random,
                files.nextInt(4) == 0 ? files : null,
                weather,
                world,
                settings,
                services,
                regions,
                homes,
                namespaces,
                programs);
    }

    /**
     * What was violated first in the run of this seed, which then ends; empty if nothing was.
     *
     * @param story told all that happens; null tells nobody
     */
    public static Optional<String> run(long seed, @Nullable Consumer<String> story) {
        return new Simulation(seed, story).violations().first();
    }

    /** All that is violated in the run of this seed, which goes on to its end. */
    static List<String> runToTheEnd(long seed) {
        Simulation simulation = new Simulation(seed, null);
        simulation.stopsAtTheFirst = false;
        return simulation.violations().all();
    }

    private Violations violations() {
        Announcements.begin(fields -> programs.stream()
                .filter(program -> program.isRunning(scheduler))
                .forEach(program -> program.watch().announced(fields)));
        try {
            scheduler.run(this::live);
        } finally {
            Announcements.end();
        }
        return violations;
    }

    /** Whether EC2's events reach the programs of this seed's run. */
    static boolean hasQueue(long seed) {
        return hasQueue(new Random((seed + 1) * EVENTS));
    }

    private static boolean hasQueue(Random eventRandom) {
        return eventRandom.nextInt(3) == 0;
    }

    private NamespaceChurn namespaces(Duration lag, Ipv6 ipv6, @Nullable Random overlaps) {
        List<String> pool = NamespaceChurn.pool(selectionRandom);
        pool.forEach(service -> homes.put(service, regions));
        return new NamespaceChurn(
                scheduler,
                selectionRandom,
                overlaps,
                world,
                services,
                pool,
                new DrawnSettings(selectionRandom, homes, regions, lag, ipv6),
                regions);
    }

    private boolean goesOn() {
        return !stopsAtTheFirst || violations.first().isEmpty();
    }

    private void live() {
        int first = isSmall ? 1 + random.nextInt(2) : 4 + random.nextInt(12);
        IntStream.range(0, first).forEach(i -> churn.launch());
        IntStream.rangeClosed(0, random.nextInt(3) / 2)
                .forEach(i -> programs.add(new Program(
                        first(ListedTwice.tried(
                                services.stream().map(settings::of).toList())),
                        starting())));
        if (namespaces != null) {
            namespaces.begin();
        }
        if (events != null) {
            events.begin();
        }
        long end = scheduler.now() + Duration.ofMinutes(20 + random.nextInt(40)).toNanos();
        while (scheduler.now() < end && goesOn()) {
            scheduler.sleep(Duration.ofMillis(random.nextInt(30_000)));
            happen();
            programs.stream().filter(Program::hasEnded).forEach(operators::mend);
            if (namespaces != null && namespaces.isToChange()) {
                operators.changeSelections(any(programs), namespaces);
            }
        }
        if (goesOn()) {
            calm.run(this::goesOn);
        }
    }

    private ConfigFile first(List<ServiceSettings> listed) {
        return namespaces == null ? ConfigFile.of(listed) : namespaces.first(listed);
    }

    private void happen() {
        switch (random.nextInt(34)) {
            case 0 -> weather.trouble(any(0, 20, 100, 400, 800));
            case 1 -> weather.down(any(regions));
            case 2 -> lie(any(regions));
            case 3, 4, 5 -> weather.up(any(regions));
            case 6 -> weather.expireCredentials(random.nextInt(3) == 0);
            case 7 -> weather.slow(random.nextBoolean(), regions);
            case 8 -> time.jump(Duration.ofMinutes(random.nextInt(240) - 120));
            case 9 -> operators.change(any(programs));
            case 10 -> operators.restart(any(programs));
            case 11 -> flap(any(regions));
            case 12, 16 -> weather.throttleRemovals(any(0, 300, 700));
            case 13 -> weather.loseAnswers(any(0, 0, 300, 700));
            case 14 -> weather.changeCredentials(true);
            case 15 -> weather.changeCredentials(false);
            case 17 -> operators.pause(any(programs));
            case 18 -> goDark();
            default -> churn.act();
        }
    }

    /**
     * Only where one region is all that is read, and settling bridges the moment in which it begins: else answers of
     * before and after could be the grounds of one removal.
     */
    private void goDark() {
        if (regions.size() == 1 && !aws.traits().lag().isZero()) {
            weather.goDark(Duration.ofMillis(random.nextInt(300_000)));
            churn.launch();
        }
    }

    private void lie(String region) {
        if (isSmall) {
            goDark();
        } else {
            weather.lie(region);
        }
    }

    /** One of several endpoints has trouble, perhaps: the region answers now rightly, now not. */
    private void flap(String region) {
        long at = scheduler.now();
        for (int changes = 2 + random.nextInt(6); changes > 0; changes--) {
            boolean lies = changes % 2 == 0;
            at += Duration.ofMillis(random.nextInt(60_000)).toNanos();
            scheduler.at(at, () -> {
                if (lies) {
                    weather.lie(region);
                } else {
                    weather.up(region);
                }
            });
        }
    }

    /** A program with or without a state directory. */
    private Function<ConfigFile, ProgramRun> starting() {
        SimulatedStore store = stateRandom.nextBoolean() ? new SimulatedStore(stateRandom, time) : null;
        return configuration -> start(configuration, store);
    }

    private ProgramRun start(ConfigFile configuration, @Nullable SimulatedStore store) {
        scheduler.tell(() -> "start with " + Operators.told(configuration) + ", " + trust
                + (store == null ? "" : ", state on disk"));
        Watch watch = new Watch(
                scheduler,
                new Scheduler.TaskGroup(),
                promise,
                violations,
                new Ec2Answers(trust.suspectHold(), aws.traits().accountsAreTold()));
        if (store != null) {
            watch.remember(store.remembered());
        }
        EventObserver hearing = events == null ? EventObserver.NONE : EventObserver.of(delay -> {});
        return new ProgramRun(scheduler, time, aws, watch, trust, 1 + random.nextInt(3), configuration, store, hearing);
    }

    @SafeVarargs
    private <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
