package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.AwsBackend;
import io.github.cloudunmap.aws.AwsObserver;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.aws.ServicePorts;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.fleet.DirectorySettings;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.inmemory.LaunchedInstance;
import io.github.cloudunmap.process.NamedThreads;
import io.github.cloudunmap.process.Timeouts;
import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.InstanceDirectory;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.Reconciler;
import io.github.cloudunmap.reconcile.RemovalJournal;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.selection.Catalog;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/** An in-memory AWS and the real program's side of it, for tests that run single passes over HTTP. */
final class LocalAws implements AutoCloseable {
    static final String US = "us-east-1";
    static final String EU = "eu-west-1";
    static final String AP = "ap-southeast-2";
    private static final int LIST_RATE = 40;
    static final Duration SUSPECT_HOLD = Duration.ofMinutes(15);

    final InMemoryAws aws = InMemoryAws.start();
    final ShiftedTime time = new ShiftedTime();
    private final ExecutorService requests = Executors.newCachedThreadPool(new NamedThreads("ec2"));
    private final ScheduledExecutorService timeouts = new Timeouts(requests);
    private final AwsBackend backend;

    LocalAws() {
        this(AwsSettings::local, Duration.ofMinutes(1));
    }

    LocalAws(Duration ec2CacheTtl) {
        this(AwsSettings::local, ec2CacheTtl);
    }

    /** @param settings for the endpoint of the in-memory AWS, which may lead elsewhere */
    LocalAws(Function<URI, AwsSettings> settings) {
        this(settings, Duration.ofMinutes(1));
    }

    LocalAws(Function<URI, AwsSettings> settings, Duration ec2CacheTtl) {
        DirectorySettings trust = new DirectorySettings(ec2CacheTtl, SUSPECT_HOLD);
        backend = new AwsBackend(
                settings.apply(aws.endpoint()), requests, timeouts, trust, LIST_RATE, time, AwsObserver.NONE);
    }

    TestService service(String id, String... regions) {
        return service(config(id, US, regions));
    }

    /** A service under any ids, whose passes remove without settling, so that a test can run one alone. */
    static ServiceConfig config(String id, String region, String... regions) {
        return ServiceConfig.of(id, region, List.of(regions))
                .withSettleTime(Duration.ZERO)
                .withIds(IdRule.ANY);
    }

    TestService service(ServiceConfig service) {
        return new TestService(bind(service).reconciler());
    }

    BoundService bind(ServiceConfig service) {
        return BoundService.of(service, backend.open(service), time, requests, RemovalJournal.NONE);
    }

    Catalog catalog(ServiceConfig settings) {
        return backend.catalog(settings);
    }

    /** A service whose lookups run {@code onLookUp} once they have been handed to the shared directory. */
    TestService service(ServiceConfig service, Runnable onLookUp) {
        ServicePorts ports = backend.open(service);
        List<InstanceDirectory> directories = ports.directories().stream()
                .<InstanceDirectory>map(directory -> new ObservedDirectory(directory, onLookUp))
                .toList();
        return new TestService(new Reconciler(
                BoundService.policy(service), ports.registry(), directories, ports.deregistrar(), time, requests));
    }

    /** A service whose passes a test runs one by one. */
    static final class TestService {
        private final Reconciler reconciler;
        private CarriedState carriedState = CarriedState.NONE;

        TestService(Reconciler reconciler) {
            this.reconciler = reconciler;
        }

        ReconcileReport pass() {
            ReconcileReport report = reconciler.pass(carriedState);
            carriedState = report.carriedState();
            return report;
        }
    }

    private record ObservedDirectory(InstanceDirectory shared, Runnable onLookUp) implements InstanceDirectory {
        @Override
        public String region() {
            return shared.region();
        }

        @Override
        public Set<String> accounts() {
            return shared.accounts();
        }

        @Override
        public Map<String, Sighting> cached(Set<String> ec2Ids) {
            return shared.cached(ec2Ids);
        }

        @Override
        public Optional<String> aliveElsewhere(String ec2Id, Set<String> read) {
            return shared.aliveElsewhere(ec2Id, read);
        }

        @Override
        public void invalidate(String ec2Id) {
            shared.invalidate(ec2Id);
        }

        @Override
        public boolean remembers(String ec2Id) {
            return shared.remembers(ec2Id);
        }

        @Override
        public CompletableFuture<Map<String, Sighting>> find(Set<String> ec2Ids, long notBefore) {
            CompletableFuture<Map<String, Sighting>> answer = shared.find(ec2Ids, notBefore);
            onLookUp.run();
            return answer;
        }

        @Override
        public CompletableFuture<Map<String, Sighting>> lookUp(Set<String> ec2Ids, long notBefore) {
            CompletableFuture<Map<String, Sighting>> answer = shared.lookUp(ec2Ids, notBefore);
            onLookUp.run();
            return answer;
        }
    }

    /** A running instance, registered to the service with its address. */
    String registered(String service, String region, String address) {
        String id = aws.ec2(region).launch(address);
        register(service, id, address);
        return id;
    }

    /** A running instance with a public address, registered to the service with that one. */
    String registeredPublicly(String service, String region, String privateAddress, String publicAddress) {
        String id =
                aws.ec2(region).launch(LaunchedInstance.running(privateAddress).withPublicIp(publicAddress));
        register(service, id, publicAddress);
        return id;
    }

    /** Stops and starts the instance and returns its new public address. */
    String restart(String region, String id) {
        aws.ec2(region).stop(id);
        aws.ec2(region).start(id);
        return Objects.requireNonNull(aws.ec2(region)
                .instance(id)
                .interfaces()
                .get(0)
                .addresses()
                .get(0)
                .publicIp());
    }

    void register(String service, String id, String address) {
        aws.cloudMap(US).register(service, id, Map.of("AWS_INSTANCE_IPV4", address));
    }

    Set<String> registrations(String service) {
        return aws.cloudMap(US).instances(service).keySet();
    }

    @Override
    public void close() {
        backend.close();
        timeouts.shutdownNow();
        requests.shutdownNow();
        aws.close();
    }
}
