package io.github.cloudunmap.fleet;

import io.github.cloudunmap.config.Config;
import java.time.Duration;

/**
 * How long an answer from EC2 may serve from the cache, and how long a region stays suspect.
 *
 * @param cacheTtl the age from which the cached sighting of a live instance no longer serves; with zero, EC2 is asked
 *     every time
 * @param suspectHold how long a region stays suspect once it suddenly shows too few of its instances; with zero, such
 *     a region is trusted at once
 */
public record DirectorySettings(Duration cacheTtl, Duration suspectHold) {
    public static DirectorySettings of(Config config) {
        return new DirectorySettings(config.ec2CacheTtl(), config.suspectHold());
    }
}
