package io.github.cloudunmap.simulation;

import io.github.cloudunmap.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run. Nothing happens any more, but that names which removals free are taken again. After what the rules
 * wait for and two rounds, nothing may be left that was dead and registered before. Then events have to be prompt, and
 * at last a region hangs.
 */
final class Calm {
    /** Longer than what began in bad weather can take to end. */
    private static final Duration AFTERMATH = Duration.ofMinutes(10);

    /** Longer than a reading takes that began in bad weather. */
    private static final Duration SELECTING = Duration.ofMinutes(4);

    private static final Duration HANGING = Duration.ofMinutes(8);

    private final Scheduler scheduler;
    private final Random random;
    private final Weather weather;
    private final World world;
    private final Duration suspectHold;
    private final List<String> regions;
    private final Map<String, List<String>> homes;
    private final List<Program> programs;
    private final @Nullable NamespaceChurn namespaces;
    private final @Nullable SimulatedEvents events;
    private final PromptRemovals promptRemovals;

    /**
     * @param homes by service, the regions that it reads while a region hangs
     * @param namespaces null if no file has selections
     * @param events null if there is no queue
     */
    Calm(
            Scheduler scheduler,
            Random random,
            Weather weather,
            World world,
            Duration suspectHold,
            List<String> regions,
            Map<String, List<String>> homes,
            List<Program> programs,
            @Nullable NamespaceChurn namespaces,
            @Nullable SimulatedEvents events,
            PromptRemovals promptRemovals) {
        this.scheduler = scheduler;
        this.random = random;
        this.weather = weather;
        this.world = world;
        this.suspectHold = suspectHold;
        this.regions = regions;
        this.homes = Map.copyOf(homes);
        this.programs = programs;
        this.namespaces = namespaces;
        this.events = events;
        this.promptRemovals = promptRemovals;
    }

    void run(BooleanSupplier goesOn) {
        scheduler.tell(() -> "calm");
        weather.calm();
        if (events != null) {
            events.calm();
        }
        world.machines().forEach(machine -> machine.leaveOutNoMore(scheduler.now()));
        if (namespaces != null) {
            calm(namespaces);
        }
        programs.forEach(this::readEverywhere);
        long selectedAt = namespaces == null ? 0 : untilSelected();
        List<ServiceSettings> all = reconciled();
        Duration wait = longest(all.stream().map(ServiceSettings::longestWait).toList());
        Duration round = longest(all.stream().map(ServiceSettings::frequency).toList());
        Duration aftermath = AFTERMATH.plus(suspectHold);
        long calmSince = scheduler.now() + aftermath.toNanos();
        scheduler.sleep(aftermath.plus(wait).plus(round.multipliedBy(2)));
        programs.forEach(program ->
                reconciled(program).forEach(service -> program.watch().mayKeepNothingDead(service, calmSince)));
        if (namespaces != null) {
            programs.forEach(program -> program.watch()
                    .selections()
                    .areReconciled(
                            reconciled(program).stream()
                                    .map(ServiceSettings::serviceId)
                                    .toList(),
                            selectedAt));
        }
        if (events != null && goesOn.getAsBoolean()) {
            scheduler.beSwift();
            weather.beSwift();
            promptRemovals.run(programs, this::reconciled, goesOn);
        }
        if (goesOn.getAsBoolean()) {
            hangWhereNotAllRead();
        }
    }

    /** The namespaces change no more. The files allow for all services in them, and no service is found twice. */
    private void calm(NamespaceChurn churning) {
        churning.calm();
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
            weather.hang(read.get(random.nextInt(read.size())));
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
                .forEach(service -> program.set(service.reading(homes.getOrDefault(service.serviceId(), regions))));
        program.reload(1 + random.nextInt(3));
    }

    private static Duration longest(List<Duration> durations) {
        return durations.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
