package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.cloudmap.CloudMapRegistrar;

/**
 * The objects through which the restore command calls AWS to register the instances of one service again.
 *
 * @param reading reads EC2 and Cloud Map; cannot remove anything
 * @param registrar registers instances
 */
public record RestorePorts(ServicePorts reading, CloudMapRegistrar registrar) implements AutoCloseable {
    @Override
    public void close() {
        reading.close();
    }
}
