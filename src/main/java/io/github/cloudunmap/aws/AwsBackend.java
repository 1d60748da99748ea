package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.AwsClients.Credentials;
import io.github.cloudunmap.aws.RefCounted.Lease;
import io.github.cloudunmap.aws.call.AwsCall;
import io.github.cloudunmap.aws.call.RateLimiter;
import io.github.cloudunmap.aws.call.RateLimiter.Rate;
import io.github.cloudunmap.aws.cloudmap.RemovalPace;
import io.github.cloudunmap.aws.ec2.SdkEc2Reader;
import io.github.cloudunmap.aws.sqs.SqsEventQueue;
import io.github.cloudunmap.config.EventQueueConfig;
import io.github.cloudunmap.config.QueueUrl;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.events.EventQueue;
import io.github.cloudunmap.fleet.DirectorySettings;
import io.github.cloudunmap.fleet.Identity;
import io.github.cloudunmap.fleet.RegionTrusts;
import io.github.cloudunmap.fleet.RoleAndRegion;
import io.github.cloudunmap.fleet.SharedInstanceDirectory;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.InstanceDirectory;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.selection.Catalog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Gives each service its access to AWS. Services of one identity share their credentials and, in each region, one
 * client per API and one {@link SharedInstanceDirectory}. Each client is closed when nothing uses it any more. The
 * knowledge in {@link RegionTrusts} is kept for at least a day longer. Any thread may call the backend.
 */
public final class AwsBackend implements AutoCloseable {
    private final AwsClients clients;
    private final Executor requests;
    private final ScheduledExecutorService timeouts;
    private final AwsCall calls;
    private volatile DirectorySettings directorySettings;
    private volatile int listRate;
    private final TimeSource time;
    private final Credentials ownCredentials;
    private final RefCounted<Identity, Credentials> credentials = new RefCounted<>();
    private final RefCounted<RoleAndRegion, CloudMapAccess> cloudMaps = new RefCounted<>();
    private final RefCounted<RoleAndRegion, Ec2Access> directories = new RefCounted<>();
    private final RegionTrusts trusts;

    /**
     * Makes the backend. It opens no connection yet.
     *
     * @param requests runs the requests
     * @param timeouts ends calls that take too long; the caller closes both executors
     * @param directorySettings how long cached answers serve, and how long a region with missing instances is suspect
     * @param listRate how many ListInstances requests a second may be sent in one region as one role, in the long run
     * @param observer is told of requests, of look-ups in a cache, and of suspect regions
     */
    public AwsBackend(
            AwsSettings settings,
            Executor requests,
            ScheduledExecutorService timeouts,
            DirectorySettings directorySettings,
            int listRate,
            TimeSource time,
            AwsObserver observer) {
        this.clients = new AwsClients(settings, requests, timeouts, observer, time);
        this.requests = requests;
        this.timeouts = timeouts;
        this.calls = new AwsCall(requests, settings.callTimeout().plus(settings.attemptTimeout()), time);
        this.directorySettings = directorySettings;
        this.listRate = listRate;
        this.time = time;
        this.ownCredentials = clients.ownCredentials();
        this.trusts = new RegionTrusts(() -> this.directorySettings.suspectHold(), time, observer);
    }

    /** Lists the problems in the AWS settings of the environment, one line each; none for an AWS on loopback. */
    public static List<String> problemsOfTheEnvironment(AwsSettings settings) {
        return settings.localEndpoint() != null
                ? List.of()
                : EnvironmentCheck.problems(System.getenv(), settings.mayBeCalledAnywhere());
    }

    /** Changes how long cached answers serve, and how long a region stays suspect because of missing instances. */
    public void useDirectorySettings(DirectorySettings settings) {
        directorySettings = settings;
    }

    /** Limits ListInstances, from now on, to this number of requests a second in the long run, per region and role. */
    public void limitLists(int perSecond) {
        listRate = perSecond;
    }

    /**
     * Returns the knowledge by which a region is trusted or suspect. A region is suspect if EC2 suddenly lacks most of
     * its instances, or answers for another account than before. The caller can save and restore the knowledge.
     */
    public RegionTrusts trusts() {
        return trusts;
    }

    /** Opens the access of a service to Cloud Map and EC2. If a part cannot be opened, none stays open. */
    public ServicePorts open(ServiceConfig service) {
        Deque<Lease<?>> held = new ArrayDeque<>();
        try {
            CloudMapAccess cloudMap = held(held, cloudMapOf(service));
            List<InstanceDirectory> regions = service.instancesRegions().stream()
                    .<InstanceDirectory>map(
                            region -> held(held, directoryOf(service, region)).directory())
                    .toList();
            return new ServicePorts(
                    cloudMap.registry(service),
                    regions,
                    service.dryRun() ? Deregistrar.DRY_RUN : cloudMap.deregistrar(service),
                    () -> held.forEach(Lease::close));
        } catch (RuntimeException e) {
            held.forEach(Lease::close);
            throw e;
        }
    }

    /** Opens a queue of events. */
    public EventQueue open(EventQueueConfig queue) {
        QueueUrl url = queue.queueUrl();
        Lease<Credentials> held = credentialsOf(new Identity(queue.roleArn(), null), url.region());
        try {
            SqsClient client = clients.sqs(held.get(), url.region(), url.endpoint());
            return new SqsEventQueue(calls, client, url, () -> {
                client.close();
                held.close();
            });
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /** Opens Cloud Map's lists of namespaces and services, in the region and as the role of these settings. */
    public Catalog catalog(ServiceConfig settings) {
        Lease<CloudMapAccess> held = cloudMapOf(settings);
        return held.get().catalog(held::close);
    }

    /** Opens the access with which the restore command registers instances in the service again. */
    public RestorePorts openToRestore(ServiceConfig service) {
        ServicePorts reading = open(service.withDryRun(true));
        Lease<CloudMapAccess> cloudMap = cloudMapOf(service);
        return new RestorePorts(
                new ServicePorts(reading.registry(), reading.directories(), reading.deregistrar(), () -> {
                    cloudMap.close();
                    reading.close();
                }),
                cloudMap.get().registrar(service));
    }

    private static <T> T held(Deque<Lease<?>> held, Lease<T> lease) {
        held.push(lease);
        return lease.get();
    }

    /**
     * Assumes the role of the service; does nothing for a service without a role.
     *
     * @throws ApiFailure if the role cannot be assumed
     */
    public void assumeRole(ServiceConfig service) {
        if (service.roleArn() != null) {
            try (Lease<Credentials> role = credentialsOf(service)) {
                calls.within(
                        "AssumeRole of " + service.roleArn(),
                        () -> role.get().provider().resolveCredentials());
            }
        }
    }

    private static Identity identity(ServiceConfig service) {
        return new Identity(service.roleArn(), service.externalId());
    }

    private Lease<CloudMapAccess> cloudMapOf(ServiceConfig service) {
        RoleAndRegion place = new RoleAndRegion(identity(service), service.serviceRegion());
        return cloudMaps.lease(place, () -> makeCloudMap(service, place));
    }

    private Lease<Ec2Access> directoryOf(ServiceConfig service, String region) {
        RoleAndRegion place = new RoleAndRegion(identity(service), region);
        return directories.lease(place, () -> makeDirectory(service, place));
    }

    private Lease<Credentials> credentialsOf(ServiceConfig service) {
        return credentialsOf(identity(service), service.serviceRegion());
    }

    /**
     * Leases the credentials of an identity. The first lease of a role gets them from the STS of {@code region}. Later
     * leases share them whatever region they name, because credentials are valid in all regions.
     */
    private Lease<Credentials> credentialsOf(Identity identity, String region) {
        // Closing the lease of the process's own credentials has no effect: they live as long as the backend.
        return credentials.lease(
                identity,
                () -> identity.roleArn() == null
                        ? new Credentials(ownCredentials.provider(), () -> {})
                        : clients.roleCredentials(ownCredentials, identity, region));
    }

    private CloudMapAccess makeCloudMap(ServiceConfig service, RoleAndRegion place) {
        return withCredentials(service, held -> {
            ServiceDiscoveryClient client = clients.cloudMap(held.get(), place.region());
            RemovalPace pace = new RemovalPace(timeouts, time);
            return CloudMapAccess.of(calls, client, place.region(), this::limiter, () -> listRate, pace, held);
        });
    }

    private Ec2Access makeDirectory(ServiceConfig service, RoleAndRegion place) {
        return withCredentials(service, held -> {
            Ec2Client client = clients.ec2(held.get(), place.region());
            RateLimiter limiter = limiter(() -> RequestRates.DESCRIBE_INSTANCES);
            SdkEc2Reader reader = new SdkEc2Reader(calls, client, limiter, place.region());
            SharedInstanceDirectory directory = trusts.directory(place, reader, requests, () -> directorySettings);
            return new Ec2Access(directory, client, held, () -> trusts.close(place));
        });
    }

    private RateLimiter limiter(Supplier<Rate> rate) {
        return new RateLimiter(rate, timeouts, time);
    }

    private <T> T withCredentials(ServiceConfig service, Function<Lease<Credentials>, T> make) {
        Lease<Credentials> held = credentialsOf(service);
        try {
            return make.apply(held);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    @Override
    public void close() {
        ownCredentials.close();
        clients.close();
    }
}
