package io.github.cloudunmap.simulation;

import io.github.cloudunmap.fleet.Ec2Reader;
import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.ServiceRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntSupplier;

/**
 * The ports of the programs onto the world, through the weather. Each process has a watch of its own.
 *
 * @param operations what Cloud Map has accepted, by its own id
 */
record SimulatedAws(
        Scheduler scheduler,
        Random random,
        World world,
        Weather weather,
        Traits traits,
        Map<String, SimulatedRemovals.Operation> operations) {
    SimulatedAws(Scheduler scheduler, Random random, World world, Weather weather, Traits traits) {
        this(scheduler, random, world, weather, traits, new HashMap<>());
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
