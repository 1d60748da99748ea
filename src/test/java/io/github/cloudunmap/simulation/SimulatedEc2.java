package io.github.cloudunmap.simulation;

import io.github.cloudunmap.aws.Ec2Reader;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Ec2Instance;
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
     * to come to one that has been read. Says nothing to the watch, as no removal may rest on it.
     */
    @Override
    public Page scan(@Nullable String token) {
        long requestedAt = scheduler.now();
        weather.travel(region);
        boolean empty = lies(requestedAt);
        List<Ec2Instance> live = new ArrayList<>();
        for (Machine machine : empty ? List.<Machine>of() : List.copyOf(world.machines())) {
            shown(machine.id).filter(Ec2Instance::isLive).ifPresent(live::add);
        }
        if (random.nextInt(4) == 0) {
            Collections.shuffle(live, random);
        }
        int from = Math.min(token == null ? 0 : Integer.parseInt(token), live.size());
        int to = Math.min(from + traits.pageSize(), live.size());
        weather.travel(region);
        String requestId = traits.nextRequestId();
        List<Ec2Instance> shown = List.copyOf(live.subList(from, to));
        scheduler.tell(() -> region + " scanned from " + from + " shows " + shown);
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
        boolean isLie = lies(requestedAt);
        List<Ec2Instance> shown = isLie ? List.of() : pages(order);
        if (lies(requestedAt) != isLie) {
            throw new ApiFailure("InvalidNextToken", "the token is another account's");
        }
        weather.travel(region);
        String requestId = traits.nextRequestId();
        scheduler.tell(() -> region + " asked at " + requestedAt + " for " + order + " shows " + shown);
        watch.answers()
                .add(
                        region,
                        requestId,
                        requestedAt,
                        isLie,
                        Set.copyOf(ids),
                        shown.stream()
                                .filter(Ec2Instance::isLive)
                                .map(Ec2Instance::id)
                                .collect(Collectors.toSet()),
                        scheduler.now());
        return new Answer(requestId, shown);
    }

    /**
     * Whether the region answers like another account's. It does so only to a process that is bound to notice: to
     * others nothing tells such answers from those of a region that is empty.
     */
    private boolean lies(long requestedAt) {
        return weather.isEmpty(region) && watch.answers().wouldDoubt(region, requestedAt);
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
        if (!order.isEmpty() && random.nextInt(8) == 0) {
            shown(order.get(0)).ifPresent(shown::add);
        }
        return shown;
    }

    private Optional<Ec2Instance> shown(String id) {
        long lag = traits.lag().toNanos();
        long age = lag > 0 && random.nextInt(3) == 0 ? random.nextLong(lag) : 0;
        return Optional.ofNullable(world.machine(id))
                .filter(machine -> machine.region.equals(region))
                .flatMap(machine -> machine.shown(scheduler.now(), age));
    }
}
