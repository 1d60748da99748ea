package io.github.cloudunmap.simulation;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.daemon.EventObserver;
import io.github.cloudunmap.fleet.DirectorySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    /** Longer than what began in bad weather can take to end. */
    private static final Duration AFTERMATH = Duration.ofMinutes(10);

    /** Longer than a reading takes that began in bad weather. */
    private static final Duration SELECTING = Duration.ofMinutes(4);

    private static final Duration HANGING = Duration.ofMinutes(8);

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

    /** What concerns files that change before a restart is drawn from here, so that a run without them is as ever. */
    private final Random fileRandom;

    private final Scheduler scheduler;
    private final SimulatedTime time;
    private final World world = new World();
    private final Weather weather;
    private final DirectorySettings trust;
    private final Violations violations;
    private final Promise promise;
    private final SimulatedAws aws;
    /** Whether operators change a file, and then restart its program without a reload. */
    private final boolean restartsFindChanges;
    /** Whether so few instances live, in one region, that it cannot become suspect. */
    private final boolean isSmall;

    private final List<String> regions;
    private final List<String> services;
    private final Map<String, List<String>> homesAtFirst;
    /** By service, the regions that every version of its configuration has, until one is left out. */
    private final Map<String, List<String>> homes;

    private final DrawnSettings settings;
    private final Churn churn;
    private final List<Program> programs = new ArrayList<>();
    /** Null if no file has selections. */
    private final @Nullable NamespaceChurn namespaces;
    /** Null if there is no queue. */
    private final @Nullable SimulatedEvents events;

    private boolean stopsAtTheFirst = true;

    private Simulation(long seed, @Nullable Consumer<String> story) {
        this.random = new Random(seed);
        this.stateRandom = new Random((seed + 1) * 0x9E3779B97F4A7C15L);
        this.eventRandom = new Random((seed + 1) * EVENTS);
        this.selectionRandom = new Random((seed + 1) * SELECTIONS);
        this.fileRandom = new Random((seed + 1) * FILES);
        this.restartsFindChanges = fileRandom.nextInt(4) == 0;
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
        this.homesAtFirst = DrawnSettings.homes(random, services, regions);
        this.homes = new LinkedHashMap<>(homesAtFirst);
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
            programs.stream().filter(Program::hasEnded).forEach(this::mend);
            if (namespaces != null && namespaces.isToChange()) {
                changeSelections(any(programs), namespaces);
            }
        }
        if (goesOn()) {
            calmDown();
        }
    }

    private ConfigFile first(List<ServiceSettings> listed) {
        return namespaces == null ? ConfigFile.of(listed) : namespaces.first(listed);
    }

    private void changeSelections(Program program, NamespaceChurn of) {
        program.change(of::changed);
        reload(program);
    }

    /** An operator removes from the file what has ended the program, and starts it again. */
    private void mend(Program program) {
        program.change(NamespaceChurn::withoutOverlaps);
        scheduler.tell(() -> "start again with " + told(program.file()));
        program.restart(true);
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
            case 9 -> change(any(programs));
            case 10 -> restart(any(programs));
            case 11 -> flap(any(regions));
            case 12, 16 -> weather.throttleRemovals(any(0, 300, 700));
            case 13 -> weather.loseAnswers(any(0, 0, 300, 700));
            case 14 -> weather.changeCredentials(true);
            case 15 -> weather.changeCredentials(false);
            case 17 -> pause(any(programs));
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

    /** A region lies, and an operator takes out of the file for a moment all that reads it. */
    private void pause(Program program) {
        String region = any(regions);
        weather.lie(region);
        scheduler.sleep(Duration.ofMillis(random.nextInt(120_000)));
        List<ServiceSettings> paused = program.services().stream()
                .filter(service -> service.regions().contains(region))
                .toList();
        scheduler.tell(() -> "pause " + paused);
        paused.forEach(service -> program.takeOut(service.serviceId()));
        program.reload(1 + random.nextInt(3));
        scheduler.sleep(Duration.ofMillis(random.nextInt(40_000)));
        paused.forEach(program::set);
        program.reload(1 + random.nextInt(3));
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
        scheduler.tell(
                () -> "start with " + told(configuration) + ", " + trust + (store == null ? "" : ", state on disk"));
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

    private static String told(ConfigFile file) {
        return file.services() + (file.selections().isEmpty() ? "" : ", " + file);
    }

    private void restart(Program program) {
        homes.putAll(homesAtFirst); // what the last process knew of the other regions is lost
        program.services().stream()
                .filter(service -> !service.regions().containsAll(homes.getOrDefault(service.serviceId(), regions)))
                .forEach(service -> program.set(settings.of(service.serviceId())));
        if (restartsFindChanges) {
            restartWithoutOne(program);
        }
        program.restart(random.nextBoolean());
        if (random.nextInt(3) == 0) { // it got the wrong credentials, or gets them soon
            String region = any(regions);
            scheduler.at(
                    scheduler.now()
                            + Duration.ofMillis(random.nextInt(any(1_000, 20_000)))
                                    .toNanos(),
                    () -> weather.lie(region));
        }
    }

    /** An operator changes the file and restarts the program, without a reload, and soon takes that back. */
    private void restartWithoutOne(Program program) {
        ServiceSettings taken =
                program.services().get(fileRandom.nextInt(program.services().size()));
        program.drop(taken.serviceId());
        if (namespaces != null && fileRandom.nextBoolean()) {
            program.change(namespaces::changed);
        }
        scheduler.tell(() -> "restart with " + told(program.file()));
        program.restart(fileRandom.nextBoolean());
        scheduler.sleep(Duration.ofMillis(fileRandom.nextInt(60_000)));
        program.set(taken);
        if (fileRandom.nextBoolean()) {
            reload(program);
        }
    }

    private void change(Program program) {
        String service = any(services);
        if (random.nextInt(3) == 0) {
            program.drop(service);
        } else if (random.nextInt(3) == 0) {
            leaveOut(program, service);
        } else {
            program.set(settings.of(service));
        }
        reload(program);
    }

    private void reload(Program program) {
        scheduler.tell(() -> "reload " + told(program.file()));
        program.reload(1 + random.nextInt(3));
    }

    /**
     * A region is no longer read by a service, but by others. It is one in which the process knows all that is
     * registered without its region: to another process nothing tells these from what is nowhere.
     */
    private void leaveOut(Program program, String service) {
        List<String> left = new ArrayList<>(homes.getOrDefault(service, regions));
        String region = left.remove(random.nextInt(left.size()));
        boolean isReadByOthers = program.services().stream()
                .anyMatch(other ->
                        !other.serviceId().equals(service) && other.regions().contains(region));
        boolean isKnown = world.registrations(service).stream()
                .filter(registration -> Names.region(registration.instance()).isEmpty())
                .flatMap(registration -> world.machinesOf(registration.instance()).stream())
                .filter(machine -> machine.region.equals(region) && machine.isLive())
                .allMatch(machine -> program.watch().answers().isKnown(region, machine.id));
        if (programs.size() == 1 && !left.isEmpty() && isReadByOthers && isKnown) {
            scheduler.tell(() -> service + " leaves out " + region);
            homes.put(service, left);
            program.set(settings.of(service).reading(left));
        }
    }

    /** Nothing happens any more; after what the rules wait for and two rounds, nothing dead may be left. */
    private void calmDown() {
        scheduler.tell(() -> "calm");
        weather.calm();
        if (events != null) {
            events.calm();
        }
        world.machines().forEach(machine -> machine.leaveOutNoMore(scheduler.now()));
        if (namespaces != null) {
            calmDown(namespaces);
        }
        programs.forEach(this::readEverywhere);
        long selectedAt = namespaces == null ? 0 : untilSelected();
        List<ServiceSettings> all = reconciled();
        Duration wait = longest(all.stream().map(ServiceSettings::longestWait).toList());
        Duration round = longest(all.stream().map(ServiceSettings::frequency).toList());
        scheduler.sleep(AFTERMATH.plus(trust.suspectHold()).plus(wait).plus(round.multipliedBy(2)));
        programs.forEach(program -> reconciled(program).forEach(program.watch()::mayKeepNothingDead));
        if (namespaces != null) {
            programs.forEach(program -> program.watch()
                    .selections()
                    .areReconciled(
                            reconciled(program).stream()
                                    .map(ServiceSettings::serviceId)
                                    .toList(),
                            selectedAt));
        }
        if (events != null && goesOn()) {
            scheduler.beSwift();
            weather.beSwift();
            new PromptRemovals(scheduler, eventRandom, world, churn, promise, programs, this::reconciled)
                    .run(this::goesOn);
        }
        if (goesOn()) {
            hangWhereNotAllRead();
        }
    }

    /** Nothing changes any more in the namespaces. The files allow for all that they have, and nothing is found twice. */
    private void calmDown(NamespaceChurn calming) {
        calming.calm();
        programs.forEach(program -> {
            program.change(file -> new ConfigFile(
                    file.services(),
                    NamespaceChurn.withoutOverlaps(file).selections(),
                    file.selectInterval(),
                    Config.DEFAULTS.maxServices()));
            if (program.hasEnded()) {
                program.restart(true);
            }
        });
    }

    /** Waits until every selection has been read twice, and returns when that is so. */
    private long untilSelected() {
        scheduler.sleep(longest(programs.stream()
                        .map(program -> program.file().selectInterval())
                        .toList())
                .multipliedBy(2)
                .plus(SELECTING));
        return scheduler.now();
    }

    private List<ServiceSettings> reconciled() {
        return programs.stream()
                .flatMap(program -> reconciled(program).stream())
                .toList();
    }

    /** The services that a program is to reconcile in the calm. */
    private List<ServiceSettings> reconciled(Program program) {
        return namespaces == null ? program.services() : program.file().reconciled(namespaces.namespaces());
    }

    /** While a region hangs that some services read, those that do not are on time. */
    private void hangWhereNotAllRead() {
        programs.forEach(this::readAtHome);
        List<ServiceSettings> all = reconciled();
        List<String> read = regions.stream()
                .filter(region ->
                        all.stream().anyMatch(service -> service.regions().contains(region)))
                .filter(region ->
                        !all.stream().allMatch(service -> service.regions().contains(region)))
                .toList();
        if (!read.isEmpty()) {
            weather.hang(any(read));
            scheduler.sleep(HANGING);
        }
    }

    /** Else what another service has seen alive stays for a day where its region is not read. */
    private void readEverywhere(Program program) {
        program.services().forEach(service -> program.set(service.reading(regions)));
        program.reload(1 + random.nextInt(3));
    }

    private void readAtHome(Program program) {
        program.services()
                .forEach(service ->
                        program.set(service.reading(homesAtFirst.getOrDefault(service.serviceId(), regions))));
        program.reload(1 + random.nextInt(3));
    }

    private static Duration longest(List<Duration> durations) {
        return durations.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    @SafeVarargs
    private <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
