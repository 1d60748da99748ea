package io.github.cloudunmap.simulation;

import io.github.cloudunmap.aws.Ec2Trust;
import io.github.cloudunmap.reconcile.DeregistrationLimit;
import io.github.cloudunmap.reconcile.IdRule;
import io.github.cloudunmap.reconcile.ServicePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An hour in the life of the program and of the AWS around it, all of it drawn from a seed. In the end everything calms
 * down, and what is dead has to go.
 */
public final class Simulation {
    /** Longer than what began in bad weather can take to end. */
    private static final Duration AFTERMATH = Duration.ofMinutes(10);

    private final Random random;
    private final Scheduler scheduler;
    private final SimulatedTime time;
    private final World world = new World();
    private final Weather weather;
    private final Ec2Trust trust;
    private final Watch watch;
    private final SimulatedAws aws;
    private final List<String> regions;
    private final List<String> services;
    private final Churn churn;
    private final Map<String, ServiceSettings> configuration = new LinkedHashMap<>();
    private @Nullable ProgramRun program;

    private Simulation(long seed, @Nullable Consumer<String> story) {
        this.random = new Random(seed);
        this.scheduler = new Scheduler(new Random(~seed), story);
        this.time = new SimulatedTime(scheduler);
        this.weather = new Weather(scheduler, random);
        this.trust = new Ec2Trust(
                any(Duration.ofSeconds(60), Duration.ZERO, Duration.ofMinutes(5)),
                any(Duration.ofMinutes(15), Duration.ofMinutes(5), Duration.ZERO));
        this.watch = new Watch(scheduler, world, trust.suspectHold());
        this.aws = new SimulatedAws(scheduler, random, world, weather, watch, 1 + random.nextInt(6));
        this.regions = names("region-", 1 + random.nextInt(3));
        this.services = names("srv-", 1 + random.nextInt(4));
        this.churn = new Churn(scheduler, random, world, regions, services);
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    /**
     * What was violated in the run of this seed; empty if nothing was.
     *
     * @param story told all that happens; null tells nobody
     */
    public static Optional<String> run(long seed, @Nullable Consumer<String> story) {
        Simulation simulation = new Simulation(seed, story);
        Announcements.begin(simulation.watch);
        try {
            simulation.scheduler.run(simulation::live);
        } finally {
            Announcements.end();
        }
        return simulation.watch.violation();
    }

    private void live() {
        IntStream.range(0, 4 + random.nextInt(12)).forEach(i -> churn.launch());
        services.forEach(service -> configuration.put(service, settings(service)));
        start();
        long end = scheduler.now() + Duration.ofMinutes(20 + random.nextInt(40)).toNanos();
        while (scheduler.now() < end && watch.violation().isEmpty()) {
            scheduler.sleep(Duration.ofMillis(random.nextInt(30_000)));
            happen();
        }
        if (watch.violation().isEmpty()) {
            calmDown();
        }
    }

    private void happen() {
        switch (random.nextInt(23)) {
            case 0 -> weather.trouble(any(0, 20, 100, 400, 800));
            case 1 -> weather.down(any(regions));
            case 2 -> weather.empty(any(regions));
            case 3, 4, 5 -> weather.up(any(regions));
            case 6 -> weather.expireCredentials(random.nextInt(3) == 0);
            case 7 -> weather.slow(random.nextInt(3) == 0);
            case 8 -> time.jump(Duration.ofMinutes(random.nextInt(240) - 120));
            case 9 -> reload();
            case 10 -> restart();
            case 11 -> flap(any(regions));
            default -> churn.act();
        }
    }

    /** One of several endpoints has trouble, perhaps: the region answers now like another account's, now rightly. */
    private void flap(String region) {
        long at = scheduler.now();
        for (int changes = 2 + random.nextInt(6); changes > 0; changes--) {
            boolean empty = changes % 2 == 0;
            at += Duration.ofMillis(random.nextInt(60_000)).toNanos();
            scheduler.at(at, () -> {
                if (empty) {
                    weather.empty(region);
                } else {
                    weather.up(region);
                }
            });
        }
    }

    private void start() {
        scheduler.tell(() -> "start with " + configuration.values() + ", " + trust);
        program = new ProgramRun(
                scheduler, time, aws, watch, trust, 1 + random.nextInt(3), List.copyOf(configuration.values()));
    }

    private ProgramRun program() {
        if (program == null) {
            throw new IllegalStateException("not started");
        }
        return program;
    }

    private void restart() {
        if (random.nextBoolean()) {
            program().stop();
        } else {
            program().kill();
        }
        watch.restarted(program().process());
        start();
        if (random.nextInt(3) == 0) { // it got the wrong credentials, or gets them soon
            String region = any(regions);
            scheduler.at(
                    scheduler.now()
                            + Duration.ofMillis(random.nextInt(any(1_000, 20_000)))
                                    .toNanos(),
                    () -> weather.empty(region));
        }
    }

    private void reload() {
        String service = any(services);
        if (configuration.containsKey(service) && configuration.size() > 1 && random.nextInt(3) == 0) {
            configuration.remove(service);
        } else {
            configuration.put(service, settings(service));
        }
        scheduler.tell(() -> "reload " + configuration.values());
        program().reload(List.copyOf(configuration.values()), 1 + random.nextInt(3));
    }

    private ServiceSettings settings(String service) {
        List<String> some = new ArrayList<>(regions);
        while (some.size() > 1 && random.nextInt(4) == 0) {
            some.remove(random.nextInt(some.size()));
        }
        return new ServiceSettings(
                new ServicePolicy(
                        service,
                        regions.get(0),
                        some,
                        any(
                                DeregistrationLimit.NONE,
                                new DeregistrationLimit.Percentage(1 + random.nextInt(60)),
                                new DeregistrationLimit.Count(1 + random.nextInt(3))),
                        any(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(90), Duration.ofMinutes(5)),
                        Duration.ZERO,
                        random.nextBoolean(),
                        random.nextInt(4) == 0 ? IdRule.EC2_ONLY : IdRule.ANY),
                Duration.ofSeconds(10 + random.nextInt(110)),
                random.nextInt(8) == 0);
    }

    /** Nothing happens any more; after what the rules wait for and two rounds, nothing dead may be left. */
    private void calmDown() {
        scheduler.tell(() -> "calm");
        weather.calm();
        Collection<ServiceSettings> settings = configuration.values();
        Duration grace = settings.stream()
                .map(service -> service.policy().gracePeriod())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        Duration round = settings.stream()
                .map(ServiceSettings::frequency)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        scheduler.sleep(AFTERMATH.plus(trust.suspectHold()).plus(grace).plus(round.multipliedBy(2)));
        settings.forEach(watch::mayKeepNothingDead);
    }

    @SafeVarargs
    private <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
