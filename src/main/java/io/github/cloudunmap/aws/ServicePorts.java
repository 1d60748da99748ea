package io.github.cloudunmap.aws;

import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.InstanceDirectory;
import io.github.cloudunmap.reconcile.ServiceRegistry;
import java.util.List;

/**
 * What one service is reconciled through. The clients behind it are shared; those that no other service uses close with
 * it, which must not happen while a pass is in flight.
 *
 * @param directories one for each of the service's regions
 * @param deregistrar for a dry run, one that cannot remove anything
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
