package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.ServicePolicy;
import java.time.Duration;

/** One service as one version of the configuration has it. */
record ServiceSettings(ServicePolicy policy, Duration frequency, boolean dryRun) {
    String serviceId() {
        return policy.serviceId();
    }
}
