package io.github.cloudunmap.fleet;

import io.github.cloudunmap.config.Config;
import java.time.Duration;

/**
 * How long an answer from EC2 may serve from the cache, and how long a region stays suspect.
 *
 * @param cacheTtl how old the cached sighting of a live instance may be; zero asks EC2 every time
 * @param suspectHold how long a region stays suspect that suddenly shows too few of its instances; zero trusts it
 *     at once
 */
public record DirectorySettings(Duration cacheTtl, Duration suspectHold) {
    public static DirectorySettings of(Config config) {
        return new DirectorySettings(config.ec2CacheTtl(), config.suspectHold());
    }
}
