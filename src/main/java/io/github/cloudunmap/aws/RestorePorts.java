package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.cloudmap.CloudMapRegistrar;

/**
 * The ports that undo the removals of one service.
 *
 * @param reading cannot remove anything
 */
public record RestorePorts(ServicePorts reading, CloudMapRegistrar registrar) implements AutoCloseable {
    @Override
    public void close() {
        reading.close();
    }
}
