package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.Deregistrar.Deregistration;
import io.github.cloudunmap.reconcile.Deregistrar.OperationState;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.simulation.World.Registration;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Removals from one Cloud Map service. A sending reaches AWS some time within its deadline or never, perhaps twice,
 * perhaps after its process has died, and its answer can be lost. What AWS accepts can fail later, but not in the calm:
 * a removal that fails later waits for grace and settling anew.
 */
final class SimulatedRemovals implements Deregistrar {
    private static final long SLOWEST_OPERATION = Duration.ofMinutes(3).toNanos();
    /** A removal that Cloud Map works on. */
    record Operation(boolean fails, long endsAt) {}

    private final Scheduler scheduler;
    private final Random random;
    private final World world;
    private final Weather weather;
    private final Watch watch;
    private final Traits traits;
    private final ServiceSettings settings;
    private final Map<String, Operation> operations;

    SimulatedRemovals(
            Scheduler scheduler,
            Random random,
            World world,
            Weather weather,
            Watch watch,
            Traits traits,
            ServiceSettings settings,
            Map<String, Operation> operations) {
        this.operations = operations;
        this.scheduler = scheduler;
        this.random = random;
        this.world = world;
        this.weather = weather;
        this.watch = watch;
        this.traits = traits;
        this.settings = settings;
    }

    /** What AWS throttles waits for its turn. */
    @Override
    public CompletableFuture<Void> turn() {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        scheduler.at(scheduler.now() + weather.turnTakes().toNanos(), () -> turn.complete(null));
        return turn;
    }

    @Override
    public Deregistration deregister(String instanceId, long notAfter) {
        if (scheduler.now() - notAfter > 0) {
            throw ApiFailure.unsent("DeregisterInstance of " + instanceId);
        }
        watch.removing(instanceId);
        return send(watch.sending(instanceId), instanceId);
    }

    /** One attempt. */
    private Deregistration send(Sending sending, String instanceId) {
        CompletableFuture<Deregistration> answer = new CompletableFuture<>();
        Weather.Crossing crossing = weather.cross();
        for (long delay : crossing.arrivesAfter()) {
            scheduler.at(scheduler.now() + delay, () -> {
                Deregistration result = arrive(sending, instanceId);
                if (!crossing.answerIsLost()) {
                    answer.complete(result);
                }
            });
        }
        if (!scheduler.await(answer, Promise.ATTEMPT)) {
            throw new ApiFailure("Timeout", "no answer in time");
        }
        scheduler.sleep(crossing.back());
        Deregistration result = answer.join();
        if (instanceId.equals(World.STUCK)) {
            throw ApiFailure.refusal("ResourceInUse", "it cannot go", null);
        }
        result.operationId()
                .filter(id -> traits.getOperationIsGranted())
                .filter(id -> Optional.ofNullable(operations.get(id))
                        .filter(Operation::fails)
                        .isPresent())
                .ifPresent(id -> watch.operationFailed(settings.serviceId(), id));
        return result;
    }

    /** AWS has got the request. */
    private Deregistration arrive(Sending sending, String instanceId) {
        Registration registration = world.registration(settings.serviceId(), instanceId);
        if (instanceId.equals(World.STUCK) || (random.nextInt(50) == 0 && !weather.isCalm())) {
            return new Deregistration(RemovalResult.UNDER_WAY);
        }
        if (registration == null) {
            return new Deregistration(RemovalResult.ALREADY_GONE);
        }
        boolean fails = random.nextInt(20) == 0 && !weather.isCalm();
        String operation = traits.nextRequestId();
        if (traits.getOperationIsGranted()) {
            operations.put(operation, new Operation(fails, scheduler.now() + random.nextLong(SLOWEST_OPERATION)));
        }
        if (!fails) {
            scheduler.tell(() -> settings.serviceId() + " loses " + registration);
            watch.accepted(sending, registration);
            world.deregister(settings.serviceId(), instanceId);
        }
        return Deregistration.accepted(operation);
    }

    @Override
    public Optional<OperationState> state(String operationId) {
        weather.travel(Weather.CLOUD_MAP);
        weather.travel(Weather.CLOUD_MAP);
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
