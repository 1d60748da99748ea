package io.github.cloudunmap.fleet;

import io.github.cloudunmap.config.Config;
import java.time.Duration;

/**
 * For how long EC2's answers are believed, and not believed.
 *
 * @param cacheTtl how old a cached yes may be; zero asks EC2 every time
 * @param suspectHold how long a region that suddenly knows too little is not believed; zero believes it at once
 */
public record DirectorySettings(Duration cacheTtl, Duration suspectHold) {
    public static DirectorySettings of(Config config) {
        return new DirectorySettings(config.ec2CacheTtl(), config.suspectHold());
    }
}
