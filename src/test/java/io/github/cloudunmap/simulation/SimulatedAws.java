package io.github.cloudunmap.simulation;

import io.github.cloudunmap.aws.Ec2Reader;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.Deregistration;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.OperationState;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.RemovalResult;
import io.github.cloudunmap.reconcile.ServiceRegistry;
import io.github.cloudunmap.simulation.World.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ports of the program onto the world, through the weather. Every call hands over, on the way there and back. */
final class SimulatedAws {
    static final String CLOUD_MAP = "cloud-map";

    private static final long SLOWEST_OPERATION = Duration.ofMinutes(3).toNanos();

    private record Operation(boolean fails, long endsAt) {}

    private final Scheduler scheduler;
    private final Random random;
    private final World world;
    private final Weather weather;
    private final Watch watch;
    /** The world changes between pages. */
    private final int pageSize;

    /** So few that a scan is often the cheaper way; more than there are witnesses. */
    private final int mostIds;

    private final boolean listsInOrder;
    private final boolean getInstanceIsGranted;
    private final boolean getOperationIsGranted;
    private final Map<String, Operation> operations = new HashMap<>();
    private int requests;

    SimulatedAws(Scheduler scheduler, Random random, World world, Weather weather, Watch watch, int pageSize) {
        this.scheduler = scheduler;
        this.random = random;
        this.world = world;
        this.weather = weather;
        this.watch = watch;
        this.pageSize = pageSize;
        this.listsInOrder = random.nextBoolean();
        this.mostIds = 4 + random.nextInt(6);
        this.getInstanceIsGranted = random.nextBoolean();
        this.getOperationIsGranted = random.nextInt(4) != 0;
    }

    Ec2Reader ec2(String region) {
        return new Ec2Reader() {
            @Override
            public int mostIds() {
                return mostIds;
            }

            @Override
            public Answer describe(Set<String> ids) {
                return SimulatedAws.this.describe(region, ids);
            }

            @Override
            public Page scan(@Nullable String token) {
                return SimulatedAws.this.scan(region, token);
            }
        };
    }

    /**
     * A page of what lives now. The order changes from page to page: an instance is missed where it moves from a page to
     * come to one that has been read. Says nothing to the watch, as no removal may rest on it.
     */
    private Ec2Reader.Page scan(String region, @Nullable String token) {
        weather.travel(region);
        boolean empty = weather.emptySince(region).isPresent();
        List<Ec2Instance> live = new ArrayList<>();
        for (Machine machine : empty ? List.<Machine>of() : List.copyOf(world.machines())) {
            show(region, machine.id).stream().filter(Ec2Instance::isLive).forEach(live::add);
        }
        if (random.nextInt(4) == 0) {
            Collections.shuffle(live, random);
        }
        int from = Math.min(token == null ? 0 : Integer.parseInt(token), live.size());
        int to = Math.min(from + pageSize, live.size());
        weather.travel(region);
        String requestId = "req-" + requests++;
        List<Ec2Instance> shown = List.copyOf(live.subList(from, to));
        scheduler.tell(() -> region + " scanned from " + from + " shows " + shown);
        return new Ec2Reader.Page(requestId, shown, to < live.size() ? String.valueOf(to) : null);
    }

    private Ec2Reader.Answer describe(String region, Set<String> ids) {
        if (ids.size() > mostIds) {
            throw new ApiFailure("FilterLimitExceeded", "too many values");
        }
        long requestedAt = scheduler.now();
        List<Ec2Instance> shown = new ArrayList<>();
        List<String> order = new ArrayList<>(new TreeSet<>(ids));
        Collections.shuffle(order, random);
        weather.travel(region);
        OptionalLong emptySince = weather.emptySince(region);
        for (int first = 0; first < order.size(); first += pageSize) {
            if (first > 0) {
                weather.travel(region);
                weather.travel(region);
            }
            if (!weather.emptySince(region).equals(emptySince)) {
                throw new ApiFailure("InvalidNextToken", "the token is another account's");
            }
            if (emptySince.isEmpty()) {
                order.subList(first, Math.min(first + pageSize, order.size()))
                        .forEach(id -> shown.addAll(show(region, id)));
            }
        }
        weather.travel(region);
        String requestId = "req-" + requests++;
        scheduler.tell(() -> region + " asked at " + requestedAt + " for " + order + " shows " + shown);
        watch.answered(
                region,
                requestId,
                requestedAt,
                emptySince,
                Set.copyOf(ids),
                shown.stream().filter(Ec2Instance::isLive).map(Ec2Instance::id).collect(Collectors.toSet()));
        return new Ec2Reader.Answer(requestId, shown);
    }

    private List<Ec2Instance> show(String region, String id) {
        Machine machine = world.machine(id);
        return machine != null && machine.region.equals(region) && machine.isShown(scheduler.now())
                ? List.of(machine.shown(scheduler.now()))
                : List.of();
    }

    /** @param workers how many passes there may be */
    ServiceRegistry registry(Scheduler.TaskGroup process, ServiceSettings settings, IntSupplier workers) {
        return new ServiceRegistry() {
            @Override
            public List<RegisteredInstance> list() {
                watch.listing(process, settings, workers.getAsInt());
                try {
                    List<RegisteredInstance> listed = pages(settings.serviceId());
                    scheduler.tell(() -> settings.serviceId() + " lists " + listed);
                    watch.listed(listed);
                    return listed;
                } catch (ApiFailure failure) {
                    watch.listFailed();
                    throw failure;
                }
            }

            @Override
            public Optional<RegisteredInstance> get(String instanceId) {
                weather.travel(CLOUD_MAP);
                if (!getInstanceIsGranted) {
                    throw new ApiFailure("AccessDeniedException", "not authorized");
                }
                watch.shown(instanceId);
                Optional<RegisteredInstance> found = Optional.ofNullable(
                                world.registration(settings.serviceId(), instanceId))
                        .map(Registration::instance);
                weather.travel(CLOUD_MAP);
                return found;
            }
        };
    }

    /** Registrations come and go between the pages; one that stays is on one of them. */
    private List<RegisteredInstance> pages(String serviceId) {
        List<RegisteredInstance> listed = new ArrayList<>();
        weather.travel(CLOUD_MAP);
        List<String> order = new ArrayList<>(ids(world.registrations(serviceId)));
        if (!listsInOrder) {
            Collections.shuffle(order, random);
        }
        for (int i = 0; i < order.size(); i++) {
            if (i > 0 && i % pageSize == 0) {
                weather.travel(CLOUD_MAP);
                weather.travel(CLOUD_MAP);
            }
            Registration registration = world.registration(serviceId, order.get(i));
            watch.shown(order.get(i));
            if (registration != null) {
                listed.add(registration.instance());
            }
        }
        weather.travel(CLOUD_MAP);
        return listed;
    }

    private static Set<String> ids(Collection<Registration> registrations) {
        return registrations.stream()
                .map(registration -> registration.instance().id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Deregistrar deregistrar(ServiceSettings settings) {
        return settings.dryRun() ? Deregistrar.DRY_RUN : new Operations(settings);
    }

    /** Cloud Map's operations: some fail after they were accepted. */
    private final class Operations implements Deregistrar {
        private final ServiceSettings settings;

        Operations(ServiceSettings settings) {
            this.settings = settings;
        }

        @Override
        public Deregistration deregister(String instanceId, long notAfter) {
            if (scheduler.now() - notAfter > 0) {
                throw ApiFailure.unsent("DeregisterInstance");
            }
            long askedAt = scheduler.now();
            watch.removing(instanceId);
            weather.travel(CLOUD_MAP);
            if (instanceId.equals(World.STUCK)) {
                throw new ApiFailure("ResourceInUse", "it cannot go");
            }
            if (random.nextInt(50) == 0) {
                return new Deregistration(RemovalResult.UNDER_WAY);
            }
            Registration registration = world.registration(settings.serviceId(), instanceId);
            if (registration == null) {
                weather.travel(CLOUD_MAP);
                return new Deregistration(RemovalResult.ALREADY_GONE);
            }
            boolean fails = random.nextInt(20) == 0;
            String operation = "op-" + requests++;
            if (getOperationIsGranted) {
                operations.put(operation, new Operation(fails, scheduler.now() + random.nextLong(SLOWEST_OPERATION)));
            }
            if (!fails) {
                scheduler.tell(() -> settings.serviceId() + " loses " + registration);
                watch.removed(registration, askedAt);
                world.deregister(settings.serviceId(), instanceId);
            }
            weather.travel(CLOUD_MAP);
            if (fails && getOperationIsGranted) {
                watch.failedLater(settings.serviceId(), operation);
            }
            return Deregistration.accepted(operation);
        }

        @Override
        public Optional<OperationState> state(String operationId) {
            weather.travel(CLOUD_MAP);
            weather.travel(CLOUD_MAP);
            Operation operation = operations.get(operationId);
            if (operation == null) {
                return Optional.empty();
            }
            if (scheduler.now() < operation.endsAt) {
                return Optional.of(new OperationState.UnderWay());
            }
            operations.remove(operationId);
            return Optional.of(
                    operation.fails
                            ? new OperationState.Failed("CANNOT_REMOVE", "for no reason")
                            : new OperationState.Done());
        }
    }
}
