package io.github.cloudunmap.aws;

import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.InstanceDirectory;
import io.github.cloudunmap.reconcile.ServiceRegistry;
import java.util.List;

/**
 * The ports of one service: the objects through which its passes call Cloud Map and EC2. Several services can share
 * the clients that the ports use. Closing the ports also closes each client that nothing else uses. So the ports must
 * not be closed while a pass of the service runs.
 *
 * @param directories read EC2's instances, one directory for each of the service's regions
 * @param deregistrar removes registrations; for a dry run, {@link Deregistrar#DRY_RUN}
 * @param closing closes the clients that nothing else uses
 */
public record ServicePorts(
        ServiceRegistry registry, List<InstanceDirectory> directories, Deregistrar deregistrar, Runnable closing)
        implements AutoCloseable {
    public ServicePorts {
        directories = List.copyOf(directories);
    }

    @Override
    public void close() {
        closing.run();
    }
}
