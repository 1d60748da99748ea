package io.github.cloudunmap.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What operators do to programs and their files. */
final class Operators {
    private final Scheduler scheduler;
    private final Random random;
    /** What concerns files that change before a restart is drawn from here; null if no file does. */
    private final @Nullable Random files;

    private final Weather weather;
    private final World world;
    private final DrawnSettings settings;
    private final List<String> services;
    private final List<String> regions;
    private final Map<String, List<String>> homesAtFirst;
    private final Map<String, List<String>> homes;
    private final @Nullable NamespaceChurn namespaces;
    private final List<Program> programs;

    /**
     * @param homes by service, the regions that every version of its configuration has, until one is left out
     * @param namespaces null if no file has selections
     */
    Operators(
            Scheduler scheduler,
            Random random,
            @Nullable Random files,
            Weather weather,
            World world,
            DrawnSettings settings,
            List<String> services,
            List<String> regions,
            Map<String, List<String>> homes,
            @Nullable NamespaceChurn namespaces,
            List<Program> programs) {
        this.scheduler = scheduler;
        this.random = random;
        this.files = files;
        this.weather = weather;
        this.world = world;
        this.settings = settings;
        this.services = services;
        this.regions = regions;
        this.homesAtFirst = Map.copyOf(homes);
        this.homes = homes;
        this.namespaces = namespaces;
        this.programs = programs;
    }

    void changeSelections(Program program, NamespaceChurn of) {
        program.change(of::changed);
        reload(program);
    }

    /** Removes from the file what has ended the program, and starts it again. */
    void mend(Program program) {
        program.change(NamespaceChurn::withoutOverlaps);
        scheduler.tell(() -> "start again with " + told(program.file()));
        program.restart(true);
    }

    /** A region lies, and for a moment all that reads it is out of the file. */
    void pause(Program program) {
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

    void restart(Program program) {
        homes.putAll(homesAtFirst); // what the last process knew of the other regions is lost
        program.services().stream()
                .filter(service -> !service.regions().containsAll(homes.getOrDefault(service.serviceId(), regions)))
                .forEach(service -> program.set(settings.of(service.serviceId())));
        if (files != null) {
            restartWithoutOne(program, files);
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

    /** Changes the file and restarts the program, without a reload, and soon takes that back. */
    private void restartWithoutOne(Program program, Random files) {
        ServiceSettings taken =
                program.services().get(files.nextInt(program.services().size()));
        program.drop(taken.serviceId());
        if (namespaces != null && files.nextBoolean()) {
            program.change(namespaces::changed);
        }
        scheduler.tell(() -> "restart with " + told(program.file()));
        program.restart(files.nextBoolean());
        scheduler.sleep(Duration.ofMillis(files.nextInt(60_000)));
        program.set(taken);
        if (files.nextBoolean()) {
            reload(program);
        }
    }

    /** Changes the settings of a service, or takes it out of the file. */
    void change(Program program) {
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

    static String told(ConfigFile file) {
        return file.services() + (file.selections().isEmpty() ? "" : ", " + file);
    }

    @SafeVarargs
    private <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
