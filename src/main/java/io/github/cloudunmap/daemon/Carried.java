package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.CarriedState;

/**
 * What the passes of a service hand on.
 *
 * @param source the regions and the role that they read with
 */
public record Carried(BoundService.Source source, CarriedState state) {
    /** As far as it serves passes with this source. */
    CarriedState forSource(BoundService.Source other) {
        return source.equals(other) ? state : state.withoutRuns();
    }
}
