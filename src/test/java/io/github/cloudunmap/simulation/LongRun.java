package io.github.cloudunmap.simulation;

import io.github.cloudunmap.daemon.EventObserver;
import io.github.cloudunmap.fleet.DirectorySettings;
import io.github.cloudunmap.reconcile.DeregistrationLimit;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Days of one program with many services, whose instances are replaced one by one, half of them with a good-bye, a
 * reload a day and fair weather.
 */
final class LongRun {
    private static final Duration A_REPLACEMENT = Duration.ofMinutes(1);
    private static final Duration A_DAY = Duration.ofDays(1);

    /** What is left in memory at the end of a day, after a garbage collection. */
    record Day(int day, long heapBytes, int threads, int replaced) {
        @Override
        public String toString() {
            return "day %d: %.1f MB, %d threads, %d instances replaced"
                    .formatted(day, heapBytes / 1e6, threads, replaced);
        }
    }

    private final Random random = new Random(0);
    private final Scheduler scheduler = new Scheduler(new Random(1), null);
    private final World world = new World();
    private final Weather weather = new Weather(scheduler, random);
    private final DirectorySettings trust = new DirectorySettings(Duration.ofSeconds(60), Duration.ofMinutes(15));
    private final Violations violations = new Violations(scheduler);
    private final Watch watch = new Watch(
            scheduler,
            new Scheduler.TaskGroup(),
            new Promise(world, violations),
            violations,
            new Ec2Answers(trust.suspectHold(), false));
    private final List<String> regions = List.of("region-0", "region-1", "region-2");
    private final List<String> services;
    private final Deque<Machine> machines = new ArrayDeque<>();
    private final int instances;
    private final int days;
    private final List<Day> memory = new ArrayList<>();
    private int launched;

    LongRun(int days, int services, int instances) {
        this.days = days;
        this.services = IntStream.range(0, services).mapToObj(i -> "srv-" + i).toList();
        this.instances = instances;
    }

    List<Day> run() {
        Announcements.begin(watch::announced);
        try {
            scheduler.run(this::live);
        } finally {
            Announcements.end();
        }
        return List.copyOf(memory);
    }

    Optional<String> violation() {
        return violations.first();
    }

    private void live() {
        weather.calm();
        while (launched < instances) {
            launch();
        }
        ProgramRun program = new ProgramRun(
                scheduler,
                new SimulatedTime(scheduler),
                new SimulatedAws(scheduler, random, world, weather, new Traits(random, 1000, Duration.ZERO)),
                watch,
                trust,
                4,
                ConfigFile.of(settings(0)),
                null,
                EventObserver.NONE);
        for (int day = 1; day <= days; day++) {
            long end = day * A_DAY.toNanos();
            while (scheduler.now() < end) {
                scheduler.sleep(A_REPLACEMENT);
                replaceOne();
            }
            program.reload(ConfigFile.of(settings(day)), 4);
            memory.add(new Day(day, heap(), Thread.activeCount(), launched - instances));
        }
    }

    private List<ServiceSettings> settings(int day) {
        return services.stream().map(service -> settings(service, day)).toList();
    }

    /** Another frequency for one service in ten, each day. */
    private ServiceSettings settings(String service, int day) {
        boolean changes = service.hashCode() % 10 == day % 10;
        return new ServiceSettings(
                service,
                regions,
                DeregistrationLimit.NONE,
                Duration.ZERO,
                Duration.ZERO,
                false,
                IdRule.ANY,
                Duration.ofMinutes(changes ? 20 : 30),
                false);
    }

    private void replaceOne() {
        Machine old = machines.remove();
        if (random.nextBoolean()) {
            services.forEach(service -> world.deregister(service, old.id));
        }
        old.shutDown(scheduler.now());
        scheduler.at(scheduler.now() + Duration.ofMinutes(1).toNanos(), () -> old.terminate(scheduler.now()));
        scheduler.at(scheduler.now() + Duration.ofHours(1).toNanos(), () -> {
            world.forget(old);
            world.forgetForms(old.id);
            watch.answers().forget(old.id);
        });
        launch();
    }

    private void launch() {
        long now = scheduler.now();
        int number = launched++;
        String address = "10.%d.%d.%d".formatted(number / 65536, number / 256 % 256, number % 256);
        Machine machine = new Machine(
                Names.ec2Id(number), regions.get(number % regions.size()), World.OURS, List.of(address), now, now);
        machine.run(now);
        world.add(machine);
        machines.add(machine);
        world.register(
                services.get(number % services.size()),
                new RegisteredInstance(machine.id, Map.of(Names.ADDRESS, address), World.OURS),
                now);
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
