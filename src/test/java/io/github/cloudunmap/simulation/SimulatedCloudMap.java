package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.ServiceRegistry;
import io.github.cloudunmap.simulation.World.Registration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntSupplier;

/**
 * One Cloud Map service as one process reads it, through the weather. Every call hands over, on the way there and
 * back.
 */
final class SimulatedCloudMap implements ServiceRegistry {
    private final Scheduler scheduler;
    private final Random random;
    private final World world;
    private final Weather weather;
    private final Watch watch;
    private final Traits traits;
    private final ServiceSettings settings;
    private final IntSupplier workers;

    /** @param workers how many passes there may be */
    SimulatedCloudMap(
            Scheduler scheduler,
            Random random,
            World world,
            Weather weather,
            Watch watch,
            Traits traits,
            ServiceSettings settings,
            IntSupplier workers) {
        this.scheduler = scheduler;
        this.random = random;
        this.world = world;
        this.weather = weather;
        this.watch = watch;
        this.traits = traits;
        this.settings = settings;
        this.workers = workers;
    }

    @Override
    public List<RegisteredInstance> list() {
        watch.listing(settings, workers.getAsInt());
        try {
            long requestedAt = scheduler.now();
            List<RegisteredInstance> listed = pages();
            scheduler.tell(() -> settings.serviceId() + " lists " + listed);
            watch.listed(listed, requestedAt);
            return listed;
        } catch (ApiFailure failure) {
            watch.listFailed();
            throw failure;
        }
    }

    @Override
    public Optional<RegisteredInstance> get(String instanceId) {
        long requestedAt = scheduler.now();
        weather.travel(Weather.CLOUD_MAP);
        if (!traits.getInstanceIsGranted()) {
            throw new ApiFailure("AccessDeniedException", "not authorized");
        }
        Optional<RegisteredInstance> found = now(instanceId);
        weather.travel(Weather.CLOUD_MAP);
        scheduler.tell(() -> settings.serviceId() + " asked at " + requestedAt + " has " + found);
        watch.got(instanceId, requestedAt);
        return found;
    }

    private Optional<RegisteredInstance> now(String instanceId) {
        return Optional.ofNullable(world.registration(settings.serviceId(), instanceId))
                .map(Registration::instance);
    }

    /**
     * Registrations come and go between the pages. One that moves to a page that has been read is lost; of one that
     * moves to a page to come, the later form counts.
     */
    private List<RegisteredInstance> pages() {
        Map<String, RegisteredInstance> listed = new LinkedHashMap<>();
        weather.travel(Weather.CLOUD_MAP);
        List<String> order = new ArrayList<>(world.registrations(settings.serviceId()).stream()
                .map(registration -> registration.instance().id())
                .sorted()
                .toList());
        if (!traits.listsInOrder()) {
            Collections.shuffle(order, random);
        }
        if (order.size() > traits.pageSize() && !weather.isCalm()) {
            moveOne(order);
        }
        for (int i = 0; i < order.size(); i++) {
            if (i > 0 && i % traits.pageSize() == 0) {
                weather.travel(Weather.CLOUD_MAP);
                weather.travel(Weather.CLOUD_MAP);
            }
            now(order.get(i)).ifPresent(instance -> listed.put(instance.id(), instance));
        }
        weather.travel(Weather.CLOUD_MAP);
        return List.copyOf(listed.values());
    }

    private void moveOne(List<String> order) {
        switch (random.nextInt(16)) {
            case 0 -> order.remove(random.nextInt(order.size()));
            case 1 -> order.add(order.get(random.nextInt(traits.pageSize())));
            default -> {}
        }
    }
}
