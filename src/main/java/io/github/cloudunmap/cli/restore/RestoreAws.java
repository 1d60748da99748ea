package io.github.cloudunmap.cli.restore;

import io.github.cloudunmap.aws.AwsBackend;
import io.github.cloudunmap.aws.AwsObserver;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.aws.RestorePorts;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.fleet.DirectorySettings;
import io.github.cloudunmap.process.NamedThreads;
import io.github.cloudunmap.process.Timeouts;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.state.JournaledService;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/** The AWS clients and the threads of one run of the restore command. */
public final class RestoreAws implements AutoCloseable {
    private final ExecutorService requests = Executors.newCachedThreadPool(new NamedThreads("request"));
    private final ScheduledExecutorService timer = new Timeouts(requests);
    private final AwsBackend aws;
    private final List<ServiceConfig> configured;

    /**
     * Prepares the access to AWS. {@link #open} makes the clients.
     *
     * @param configured the services that the controller's file lists by their ids; empty if the command was not given
     *     the file
     * @throws io.github.cloudunmap.reconcile.ApiFailure if no client can be made, because a setting of the environment
     *     is wrong
     */
    public RestoreAws(AwsSettings settings, List<ServiceConfig> configured, TimeSource time) {
        this.configured = List.copyOf(configured);
        this.aws = new AwsBackend(
                settings,
                requests,
                timer,
                DirectorySettings.of(Config.DEFAULTS),
                Config.DEFAULTS.listRate(),
                time,
                AwsObserver.NONE);
    }

    /**
     * Opens the access to AWS with which the registrations of a service are restored. The access has the role and the
     * regions that the controller used for the removal. If the command was given the controller's file, and the file
     * lists the service by its id, EC2 is also asked in the regions that the file names for the service now. A region
     * that was missing in the file may be the cause of the removal: the controller then did not see that the instance
     * was live in this region.
     */
    public RestorePorts open(JournaledService service) {
        List<String> regions = Stream.concat(
                        service.instancesRegions().stream(),
                        configured.stream()
                                .filter(entry -> entry.serviceRegion().equals(service.region())
                                        && entry.plainId().equals(ServiceConfig.plainId(service.id())))
                                .flatMap(entry -> entry.instancesRegions().stream()))
                .distinct()
                .toList();
        return aws.openToRestore(ServiceConfig.of(service.id(), service.region(), regions)
                .withRole(service.roleArn(), service.externalId()));
    }

    /**
     * Checks that clients can be made: makes the clients for one Cloud Map service, and closes them again. If a
     * setting of the environment is wrong, the AWS SDK makes no client, and throws one of many kinds of exceptions. So
     * the caller has to catch every {@link RuntimeException}.
     *
     * @return this object
     */
    public RestoreAws tried(JournaledService service) {
        open(service).close();
        return this;
    }

    @Override
    public void close() {
        aws.close();
        timer.shutdownNow();
        requests.shutdownNow();
    }
}
