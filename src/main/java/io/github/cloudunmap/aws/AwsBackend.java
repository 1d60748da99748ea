package io.github.cloudunmap.aws;

import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.InstanceDirectory;
import io.github.cloudunmap.reconcile.ServiceRegistry;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.regions.Region;

/** The ports of every service, over clients and directories that services share. Any thread may ask. */
public final class AwsBackend implements AutoCloseable {
    private record DirectoryKey(Identity identity, String region) {}

    private final AwsClients clients;
    private final Executor requests;
    private final Duration ec2CacheTtl;
    private final TimeSource time;
    private final AwsObserver observer;
    private final Map<DirectoryKey, InstanceDirectory> directories = new HashMap<>();

    /**
     * @param requests runs requests to EC2
     * @param timeouts ends calls that take too long; both executors stay the caller's to close
     * @param observer told of every request, and of how often the caches spare one
     */
    public AwsBackend(
            AwsSettings settings,
            Executor requests,
            ScheduledExecutorService timeouts,
            Duration ec2CacheTtl,
            TimeSource time,
            AwsObserver observer) {
        this.clients = new AwsClients(settings, timeouts, observer);
        this.requests = requests;
        this.ec2CacheTtl = ec2CacheTtl;
        this.time = time;
        this.observer = observer;
    }

    /** Whether the SDK has heard of the region; one that it has not may be newer than it. */
    public static boolean knows(String region) {
        return Region.regions().contains(Region.of(region));
    }

    public ServiceRegistry registry(ServiceConfig service) {
        return new CloudMapRegistry(
                clients.cloudMap(Identity.of(service), service.serviceRegion()),
                service.serviceId(),
                service.serviceRegion());
    }

    /** What removes from the service; for a dry run, nothing that could is made. */
    public Deregistrar deregistrar(ServiceConfig service) {
        return service.dryRun()
                ? Deregistrar.DRY_RUN
                : new CloudMapDeregistrar(
                        clients.cloudMap(Identity.of(service), service.serviceRegion()),
                        service.serviceId(),
                        service.serviceRegion());
    }

    /** One directory for each of the service's regions. */
    public List<InstanceDirectory> directories(ServiceConfig service) {
        return service.instancesRegions().stream()
                .map(region -> directory(Identity.of(service), region))
                .toList();
    }

    private synchronized InstanceDirectory directory(Identity identity, String region) {
        return directories.computeIfAbsent(
                new DirectoryKey(identity, region),
                key -> new SharedInstanceDirectory(
                        region,
                        new SdkEc2Reader(clients.ec2(identity, region), region),
                        requests,
                        ec2CacheTtl,
                        time,
                        observer));
    }

    @Override
    public void close() {
        clients.close();
    }
}
