package io.github.cloudunmap.fleet;

import io.github.cloudunmap.config.Config;
import java.time.Duration;

/**
 * The settings {@code ec2-cache-ttl} and {@code suspect-hold}.
 *
 * @param cacheTtl the age from which a cached sighting no longer serves as an answer; with zero, none serves
 * @param suspectHold for how long a region stays suspect after an answer that lacks too many of its instances; with
 *     zero, missing instances never make a region suspect
 */
public record DirectorySettings(Duration cacheTtl, Duration suspectHold) {
    public static DirectorySettings of(Config config) {
        return new DirectorySettings(config.ec2CacheTtl(), config.suspectHold());
    }
}
