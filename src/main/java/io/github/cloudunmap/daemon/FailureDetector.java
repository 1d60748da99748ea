package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.ServicePorts;
import io.github.cloudunmap.daemon.Endpoint.Api;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.Deregistrar.Deregistration;
import io.github.cloudunmap.reconcile.Deregistrar.OperationState;
import io.github.cloudunmap.reconcile.InstanceDirectory;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.ServiceRegistry;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Notices which endpoints do not answer, long before a call to such an endpoint times out. */
public final class FailureDetector {
    /**
     * An endpoint counts as silent if a call to it has not been answered after this time. AWS usually takes longer
     * only for answers of many pages. The time is short, because until then the passes that call the endpoint may hold
     * all workers, and so delay the other services.
     */
    public static final Duration SILENT_AFTER = Duration.ofSeconds(3);

    private static final Set<String> NO_ANSWER = Set.of("Timeout", "NoAnswer", "Interrupted");

    /** Receives from the {@link FailureDetector} whether endpoints answer. Any thread may call it, at any time. */
    public interface Listener {
        /** A call has waited for too long. */
        void silent(Endpoint endpoint);

        /** A call has been answered, whatever the answer was. */
        void answered(Endpoint endpoint);
    }

    private final Alarm alarm;
    private final TimeSource time;
    private final Listener listener;

    public FailureDetector(Alarm alarm, TimeSource time, Listener listener) {
        this.alarm = alarm;
        this.time = time;
        this.listener = listener;
    }

    /**
     * Returns ports (the objects through which a pass calls AWS) that hand each call on to the given ports, and watch
     * whether AWS answers.
     */
    public ServicePorts watching(BoundService.Source source, ServicePorts ports) {
        Endpoint cloudMap = source.endpoint(Api.CLOUD_MAP, source.serviceRegion());
        return new ServicePorts(
                new WatchedRegistry(ports.registry(), cloudMap),
                ports.directories().stream()
                        .<InstanceDirectory>map(directory ->
                                new WatchedDirectory(directory, source.endpoint(Api.EC2, directory.region())))
                        .toList(),
                // The deregistrar of a dry run is not wrapped, because it makes no calls that could be watched, and
                // because passes recognize a dry run by this object.
                ports.deregistrar() == Deregistrar.DRY_RUN
                        ? Deregistrar.DRY_RUN
                        : new WatchedDeregistrar(ports.deregistrar(), cloudMap),
                ports.closing());
    }

    private <T> T watched(Endpoint endpoint, Supplier<T> call) {
        Runnable endWatch = watch(endpoint);
        try {
            T answer = call.get();
            endWatch.run();
            ended(endpoint, null);
            return answer;
        } catch (ApiFailure failure) {
            endWatch.run();
            ended(endpoint, failure);
            throw failure;
        }
    }

    /**
     * Watches a look-up that began at {@code askedAt}, in monotonic nanoseconds. A look-up can succeed although EC2
     * has not answered: if a scan fails, the look-up may return only sightings from earlier requests. So EC2 counts as
     * having answered in two cases only. Either the look-up returns a sighting whose request was sent at
     * {@code askedAt} or later. Or the look-up fails for another reason than a missing answer.
     */
    private CompletableFuture<Map<String, Sighting>> watched(
            Endpoint endpoint, CompletableFuture<Map<String, Sighting>> lookup, long askedAt) {
        if (lookup.isDone()) {
            return lookup;
        }
        Runnable endWatch = watch(endpoint);
        return lookup.whenComplete((sightings, failure) -> {
            endWatch.run();
            if (failure != null
                    || sightings.values().stream()
                            .anyMatch(sighting -> sighting.evidence().isSince(askedAt))) {
                ended(endpoint, failure);
            }
        });
    }

    private Runnable watch(Endpoint endpoint) {
        AtomicBoolean ended = new AtomicBoolean();
        Runnable takeBack = alarm.after(SILENT_AFTER, () -> {
            if (!ended.get()) {
                listener.silent(endpoint);
            }
        });
        return () -> {
            ended.set(true);
            takeBack.run();
        };
    }

    private void ended(Endpoint endpoint, @Nullable Throwable failure) {
        Throwable cause = failure != null && failure.getCause() instanceof ApiFailure ? failure.getCause() : failure;
        if (!(cause instanceof ApiFailure api && NO_ANSWER.contains(api.code()))) {
            listener.answered(endpoint);
        }
    }

    private final class WatchedRegistry implements ServiceRegistry {
        private final ServiceRegistry registry;
        private final Endpoint endpoint;

        WatchedRegistry(ServiceRegistry registry, Endpoint endpoint) {
            this.registry = registry;
            this.endpoint = endpoint;
        }

        @Override
        public long takeTurn() {
            return registry.takeTurn();
        }

        @Override
        public List<RegisteredInstance> list() {
            return watched(endpoint, registry::list);
        }

        @Override
        public Optional<RegisteredInstance> get(String instanceId) {
            return watched(endpoint, () -> registry.get(instanceId));
        }
    }

    private final class WatchedDeregistrar implements Deregistrar {
        private final Deregistrar deregistrar;
        private final Endpoint endpoint;

        WatchedDeregistrar(Deregistrar deregistrar, Endpoint endpoint) {
            this.deregistrar = deregistrar;
            this.endpoint = endpoint;
        }

        @Override
        public CompletableFuture<Void> turn() {
            return deregistrar.turn();
        }

        @Override
        public Deregistration deregister(String instanceId, long notAfter) {
            return watched(endpoint, () -> deregistrar.deregister(instanceId, notAfter));
        }

        @Override
        public Optional<OperationState> state(String operationId) {
            return watched(endpoint, () -> deregistrar.state(operationId));
        }
    }

    private final class WatchedDirectory implements InstanceDirectory {
        private final InstanceDirectory directory;
        private final Endpoint endpoint;

        WatchedDirectory(InstanceDirectory directory, Endpoint endpoint) {
            this.directory = directory;
            this.endpoint = endpoint;
        }

        @Override
        public String region() {
            return directory.region();
        }

        @Override
        public Set<String> accounts() {
            return directory.accounts();
        }

        @Override
        public Map<String, Sighting> cached(Set<String> ec2Ids) {
            return directory.cached(ec2Ids);
        }

        @Override
        public Optional<String> aliveElsewhere(String ec2Id, Set<String> read) {
            return directory.aliveElsewhere(ec2Id, read);
        }

        @Override
        public void invalidate(String ec2Id) {
            directory.invalidate(ec2Id);
        }

        @Override
        public boolean remembers(String ec2Id) {
            return directory.remembers(ec2Id);
        }

        @Override
        public CompletableFuture<Map<String, Sighting>> find(Set<String> ec2Ids, long notBefore) {
            long askedAt = time.nanos();
            return watched(endpoint, directory.find(ec2Ids, notBefore), askedAt);
        }

        @Override
        public CompletableFuture<Map<String, Sighting>> lookUp(Set<String> ec2Ids, long notBefore) {
            long askedAt = time.nanos();
            return watched(endpoint, directory.lookUp(ec2Ids, notBefore), askedAt);
        }
    }
}
