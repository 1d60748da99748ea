package io.github.cloudunmap.simulation;

import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.fleet.Ec2Reader;
import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.ServiceRegistry;
import io.github.cloudunmap.selection.Catalog;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The ports of the programs onto the world, through the weather. Each process has a watch of its own.
 *
 * @param namespaces null if no file has selections
 * @param operations what Cloud Map has accepted, by its own id
 */
record SimulatedAws(
        Scheduler scheduler,
        Random random,
        World world,
        Weather weather,
        Traits traits,
        @Nullable NamespaceChurn namespaces,
        Map<String, SimulatedRemovals.Operation> operations) {
    SimulatedAws(Scheduler scheduler, Random random, World world, Weather weather, Traits traits) {
        this(scheduler, random, world, weather, traits, null, new HashMap<>());
    }

    SimulatedAws with(NamespaceChurn someNamespaces) {
        return new SimulatedAws(scheduler, random, world, weather, traits, someNamespaces, operations);
    }

    boolean hasNamespaces() {
        return namespaces != null;
    }

    /** @param settings those of the selection that is read */
    Catalog catalog(ServiceConfig settings, Watch watch) {
        return new SimulatedCatalog(
                scheduler, Objects.requireNonNull(namespaces), weather, watch.selections(), settings);
    }

    Ec2Reader ec2(String region, Watch watch) {
        return new SimulatedEc2(scheduler, random, world, weather, watch, traits, region);
    }

    /** @param workers how many passes there may be */
    ServiceRegistry registry(ServiceSettings settings, IntSupplier workers, Watch watch) {
        return new SimulatedCloudMap(scheduler, random, world, weather, watch, traits, settings, workers);
    }

    Deregistrar deregistrar(ServiceSettings settings, Watch watch) {
        return settings.dryRun()
                ? Deregistrar.DRY_RUN
                : new SimulatedRemovals(scheduler, random, world, weather, watch, traits, settings, operations);
    }
}
