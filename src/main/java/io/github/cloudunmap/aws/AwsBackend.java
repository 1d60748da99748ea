package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.AwsClients.Credentials;
import io.github.cloudunmap.aws.Shared.Hold;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.InstanceDirectory;
import io.github.cloudunmap.reconcile.TimeSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/**
 * AWS as the services see it: one client per identity, region and API, and one directory per identity and region, each
 * shared by the services that need it and closed after the last. Any thread may ask.
 */
public final class AwsBackend implements AutoCloseable {
    private record Place(Identity identity, String region) {}

    private record CloudMapAccess(ServiceDiscoveryClient client, Hold<Credentials> credentials)
            implements AutoCloseable {
        @Override
        public void close() {
            client.close();
            credentials.close();
        }
    }

    private record Ec2Access(SharedInstanceDirectory directory, Ec2Client client, Hold<Credentials> credentials)
            implements AutoCloseable {
        @Override
        public void close() {
            directory.close();
            client.close();
            credentials.close();
        }
    }

    private final AwsClients clients;
    private final Executor requests;
    private final AwsCall calls;
    private volatile Ec2Trust ec2Trust;
    private final TimeSource time;
    private final AwsObserver observer;
    private final Credentials ownCredentials;
    private final Shared<Place, Credentials> credentials = new Shared<>(this::makeCredentials);
    private final Shared<Place, CloudMapAccess> cloudMaps = new Shared<>(this::makeCloudMap);
    private final Shared<Place, Ec2Access> directories = new Shared<>(this::makeDirectory);

    /**
     * Opens no connection yet.
     *
     * @param requests runs the requests
     * @param timeouts ends calls that take too long; both executors stay the caller's to close
     * @param observer told of every request, of how often the caches spare one, and of suspect regions
     */
    public AwsBackend(
            AwsSettings settings,
            Executor requests,
            ScheduledExecutorService timeouts,
            Ec2Trust ec2Trust,
            TimeSource time,
            AwsObserver observer) {
        this.clients = new AwsClients(settings, timeouts, observer);
        this.requests = requests;
        this.calls = new AwsCall(requests, settings.callTimeout().plus(settings.attemptTimeout()), time);
        this.ec2Trust = ec2Trust;
        this.time = time;
        this.observer = observer;
        this.ownCredentials = clients.ownCredentials();
    }

    /** Whether the SDK has heard of the region; one that it has not may be newer than it. */
    public static boolean knows(String region) {
        return Region.regions().contains(Region.of(region));
    }

    /** Believes EC2's answers for this long from now on. */
    public void trustEc2(Ec2Trust trust) {
        ec2Trust = trust;
    }

    /** What the service is reconciled through. */
    public ServicePorts open(ServiceConfig service) {
        Hold<CloudMapAccess> cloudMap = cloudMaps.hold(place(service, service.serviceRegion()));
        List<Hold<Ec2Access>> ec2 = service.instancesRegions().stream()
                .map(region -> directories.hold(place(service, region)))
                .toList();
        ServiceDiscoveryClient client = cloudMap.get().client();
        return new ServicePorts(
                new CloudMapRegistry(calls, client, service.serviceId(), service.serviceRegion()),
                ec2.stream()
                        .<InstanceDirectory>map(access -> access.get().directory())
                        .toList(),
                service.dryRun()
                        ? Deregistrar.DRY_RUN
                        : new CloudMapDeregistrar(calls, client, service.serviceId(), service.serviceRegion()),
                () -> {
                    ec2.forEach(Hold::close);
                    cloudMap.close();
                });
    }

    /**
     * Assumes the service's role, if it has one.
     *
     * @throws ApiFailure if it cannot be assumed
     */
    public void assumeRole(ServiceConfig service) {
        if (service.roleArn() != null) {
            try (Hold<Credentials> role = credentials.hold(place(service, service.serviceRegion()))) {
                calls.within(
                        "AssumeRole of " + service.roleArn(),
                        () -> role.get().provider().resolveCredentials());
            }
        }
    }

    private static Place place(ServiceConfig service, String region) {
        return new Place(new Identity(service.roleArn(), service.externalId()), region);
    }

    private Credentials makeCredentials(Place place) {
        // Closing the lease of the process's own credentials ends nothing: they live as long as the backend.
        return place.identity.roleArn() == null
                ? new Credentials(ownCredentials.provider(), () -> {})
                : clients.roleCredentials(ownCredentials, place.identity, place.region);
    }

    private CloudMapAccess makeCloudMap(Place place) {
        Hold<Credentials> held = credentials.hold(place);
        return new CloudMapAccess(clients.cloudMap(held.get(), place.region), held);
    }

    private Ec2Access makeDirectory(Place place) {
        Hold<Credentials> held = credentials.hold(place);
        Ec2Client client = clients.ec2(held.get(), place.region);
        SharedInstanceDirectory directory = new SharedInstanceDirectory(
                place.region, new SdkEc2Reader(calls, client, place.region), requests, () -> ec2Trust, time, observer);
        return new Ec2Access(directory, client, held);
    }

    @Override
    public void close() {
        ownCredentials.close();
        clients.close();
    }
}
