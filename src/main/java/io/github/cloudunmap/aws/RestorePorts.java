package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.cloudmap.CloudMapRegistrar;

/**
 * The ports with which the restore command registers the instances of one service again.
 *
 * @param reading the ports that read EC2 and Cloud Map; they cannot remove anything
 * @param registrar registers instances
 */
public record RestorePorts(ServicePorts reading, CloudMapRegistrar registrar) implements AutoCloseable {
    @Override
    public void close() {
        reading.close();
    }
}
