package io.github.cloudunmap.simulation;

import io.github.cloudunmap.fleet.Ec2Reader;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * EC2 of one region as one process reads it, through the weather. Its answers lag behind the truth, each by another
 * time, and sometimes leave an instance out or show one twice. Every call hands over, on the way there and back.
 */
final class SimulatedEc2 implements Ec2Reader {
    /** An answer that took so long to be asked for leaves out what was to be left out later. */
    private static final long SLOW = Duration.ofSeconds(20).toNanos();

    private enum Way {
        TRUE,
        NOTHING,
        SOME,
        STRANGERS,
        ANOTHERS
    }

    private final Scheduler scheduler;
    private final Random random;
    private final World world;
    private final Weather weather;
    private final Watch watch;
    private final Traits traits;
    private final String region;

    /** What is the same for every reader of one run. */
    SimulatedEc2(
            Scheduler scheduler,
            Random random,
            World world,
            Weather weather,
            Watch watch,
            Traits traits,
            String region) {
        this.scheduler = scheduler;
        this.random = random;
        this.world = world;
        this.weather = weather;
        this.watch = watch;
        this.traits = traits;
        this.region = region;
    }

    @Override
    public int mostIds() {
        return traits.mostIds();
    }

    /**
     * A page of what lives now. The order changes from page to page: an instance is missed where it moves from a page
     * to come to one that has been read. No removal may rest on it.
     */
    @Override
    public Page scan(@Nullable String token) {
        long requestedAt = scheduler.now();
        weather.travel(region);
        Way way = way(requestedAt);
        List<Ec2Instance> live = new ArrayList<>();
        switch (way) {
            case TRUE ->
                List.copyOf(world.machines())
                        .forEach(machine ->
                                shown(machine.id).filter(Ec2Instance::isLive).ifPresent(live::add));
            case ANOTHERS ->
                world.anothers().forEach(machine -> anothers(machine.id).ifPresent(live::add));
            case STRANGERS -> live.add(stranger());
            case NOTHING, SOME -> {}
        }
        if (random.nextInt(4) == 0) {
            Collections.shuffle(live, random);
        }
        int from = Math.min(token == null ? 0 : Integer.parseInt(token), live.size());
        int to = Math.min(from + traits.pageSize(), live.size());
        weather.travel(region);
        if (way(requestedAt) != way) {
            throw new ApiFailure("InvalidNextToken", "the token is another account's");
        }
        String requestId = traits.nextRequestId();
        List<Ec2Instance> shown = List.copyOf(live.subList(from, to));
        scheduler.tell(() -> region + " scanned from " + from + " shows " + shown);
        if (!shown.isEmpty()) {
            watch.answers().shown(way == Way.ANOTHERS, way == Way.TRUE, requestedAt);
        }
        return new Page(requestId, shown, to < live.size() ? String.valueOf(to) : null);
    }

    @Override
    public Answer describe(Set<String> ids) {
        if (ids.size() > traits.mostIds()) {
            throw new ApiFailure("FilterLimitExceeded", "too many values");
        }
        long requestedAt = scheduler.now();
        List<String> order = new ArrayList<>(new TreeSet<>(ids));
        Collections.shuffle(order, random);
        weather.travel(region);
        if (scheduler.now() - requestedAt > SLOW) {
            leaveOutAlready(ids);
        }
        Way way = way(requestedAt);
        List<Ec2Instance> shown = switch (way) {
            case TRUE -> pages(order);
            case NOTHING -> List.of();
            case SOME -> some(order);
            case STRANGERS -> random.nextBoolean() ? List.of(stranger()) : List.of();
            case ANOTHERS -> order.stream().flatMap(id -> anothers(id).stream()).toList();
        };
        weather.travel(region);
        if (way(requestedAt) != way) {
            throw new ApiFailure("InvalidNextToken", "the token is another account's");
        }
        String requestId = traits.nextRequestId();
        scheduler.tell(() -> region + " asked at " + requestedAt + " for " + order + " shows " + shown);
        tell(way, requestId, requestedAt, Set.copyOf(ids), shown);
        return new Answer(requestId, shown);
    }

    private void tell(Way way, String requestId, long requestedAt, Set<String> ids, List<Ec2Instance> shown) {
        Ec2Answers answers = watch.answers();
        answers.add(region, requestId, requestedAt, ids, scheduler.now());
        if (way == Way.TRUE) {
            answers.told(
                    region,
                    ids,
                    shown.stream()
                            .filter(Ec2Instance::isLive)
                            .map(Ec2Instance::id)
                            .collect(Collectors.toSet()));
        } else {
            answers.lied(region, scheduler.now());
        }
        if (!shown.isEmpty()) {
            answers.shown(way == Way.ANOTHERS, way == Way.TRUE, requestedAt);
        }
    }

    /**
     * How the region answers. While EC2 shows nothing to anybody, it lies to every process: that none is seen alive
     * tells each of them. Else it lies, and answers for another account, only to a process that is bound to notice: to
     * others nothing tells such answers from those of a region that is empty.
     */
    private Way way(long requestedAt) {
        if (weather.areCredentialsAnothers() && watch.answers().mustSuspectAnothers(region, requestedAt)) {
            return Way.ANOTHERS;
        }
        if (weather.isDark()) {
            return Way.NOTHING;
        }
        return watch.answers().mustSuspect(region, requestedAt)
                ? weather.lieOf(region).map(lie -> Way.valueOf(lie.name())).orElse(Way.TRUE)
                : Way.TRUE;
    }

    /** Less than half of what it should show, and nothing else. */
    private List<Ec2Instance> some(List<String> order) {
        int few = (watch.answers().known(region, Set.copyOf(order)) - 1) / 2;
        return order.stream()
                .filter(id -> watch.answers().isKnown(region, id))
                .flatMap(id -> shown(id).stream())
                .limit(few)
                .toList();
    }

    private void leaveOutAlready(Set<String> ids) {
        world.machines().stream()
                .filter(machine -> machine.region.equals(region) && ids.contains(machine.id))
                .forEach(machine -> machine.leaveOutAlready(scheduler.now()));
    }

    private Ec2Instance stranger() {
        return new Ec2Instance(
                Names.ec2Id(0xd0000 + random.nextInt(5)), State.RUNNING, List.of("10.9.9.9"), List.of(), World.OURS);
    }

    private Optional<Ec2Instance> anothers(String id) {
        return Optional.ofNullable(world.anothers(id))
                .filter(machine -> machine.region.equals(region))
                .flatMap(machine -> machine.shown(scheduler.now(), 0));
    }

    private List<Ec2Instance> pages(List<String> order) {
        List<Ec2Instance> shown = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            if (i > 0 && i % traits.pageSize() == 0) {
                weather.travel(region);
                weather.travel(region);
            }
            shown(order.get(i)).ifPresent(shown::add);
        }
        if (!shown.isEmpty() && random.nextInt(8) == 0) {
            twice(shown);
        }
        return shown;
    }

    /** In two parts, of which each has some of the addresses, or one is of a while ago. */
    private void twice(List<Ec2Instance> shown) {
        Ec2Instance instance = shown.remove(random.nextInt(shown.size()));
        List<String> addresses = instance.addresses();
        int half = random.nextInt(addresses.size() + 1);
        List<Ec2Instance> parts = new ArrayList<>(List.of(
                part(instance, instance.state(), addresses.subList(0, half)),
                part(
                        instance,
                        instance.isLive() && random.nextBoolean() ? State.TERMINATED : instance.state(),
                        addresses.subList(half, addresses.size()))));
        Collections.shuffle(parts, random);
        shown.addAll(parts);
    }

    private static Ec2Instance part(Ec2Instance whole, State state, List<String> addresses) {
        return new Ec2Instance(whole.id(), state, addresses, whole.prefixes(), whole.ownerId());
    }

    private Optional<Ec2Instance> shown(String id) {
        long lag = weather.isSwift() ? 0 : traits.lag().toNanos();
        long age = lag > 0 && random.nextInt(3) == 0 ? random.nextLong(lag) : 0;
        return Optional.ofNullable(world.machine(id))
                .filter(machine -> machine.region.equals(region))
                .flatMap(machine -> machine.shown(scheduler.now(), age));
    }
}
