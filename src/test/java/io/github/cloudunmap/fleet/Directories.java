package io.github.cloudunmap.fleet;

import io.github.cloudunmap.reconcile.TimeSource;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Directories of which nothing is known yet, each of the only region that is read. */
final class Directories {
    private Directories() {}

    static SharedInstanceDirectory alone(
            String region,
            Ec2Reader reader,
            Executor executor,
            Supplier<DirectorySettings> trust,
            TimeSource time,
            FleetObserver observer) {
        return new RegionTrusts(() -> trust.get().suspectHold(), time, observer)
                .directory(new RoleAndRegion(new Identity(null, null), region), reader, executor, trust);
    }
}
