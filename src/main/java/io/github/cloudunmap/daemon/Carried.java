package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.CarriedState;

/**
 * The state that a pass of a service hands on to the next.
 *
 * @param source the regions and the role that they read with
 */
public record Carried(BoundService.Source source, CarriedState state) {
    /** The part of the state that a pass with this source may use. */
    CarriedState forSource(BoundService.Source other) {
        return source.equals(other) ? state : state.withoutRuns();
    }
}
