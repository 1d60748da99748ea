package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The state that a pass of a service hands on to the service's next pass.
 *
 * @param source the regions that the pass has read, and the role that it has read with
 * @param leftAt since when no selection finds the service, in monotonic nanoseconds; null while it has passes
 */
public record Carried(
        BoundService.Source source,
        CarriedState state,
        @Nullable Long leftAt) {
    Carried(BoundService.Source source, CarriedState state) {
        this(source, state, null);
    }

    /** The state that a service begins with whose passes have handed on nothing. */
    static Carried nothing(BoundService.Source source) {
        return new Carried(source, CarriedState.NONE);
    }

    Carried left(long at) {
        return new Carried(source, state, at);
    }

    /**
     * Returns the part of the state that a pass with the other source may use: no runs of stale verdicts if the source
     * differs.
     */
    Carried forSource(BoundService.Source other) {
        return new Carried(other, source.equals(other) ? state : state.withoutRuns(), leftAt);
    }

    /** Returns since when events count that the state does not know of, if the process began at {@code origin}. */
    long since(long origin) {
        return leftAt == null ? origin : TimeSource.later(leftAt, origin);
    }
}
