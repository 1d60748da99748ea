package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.cloudmap.CloudMapRegistrar;

/**
 * What the removals of one service are undone through.
 *
 * @param reading cannot remove anything
 */
public record RestorePorts(ServicePorts reading, CloudMapRegistrar registrar) implements AutoCloseable {
    @Override
    public void close() {
        reading.close();
    }
}
