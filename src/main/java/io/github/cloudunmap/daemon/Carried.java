package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The state that a pass of a service hands on to the service's next pass.
 *
 * @param source the regions that the pass has read, and the role that it has read with
 * @param leftAt since when no selection finds the service any more, in monotonic nanoseconds; null while the service
 *     has passes
 */
public record Carried(
        BoundService.Source source,
        CarriedState state,
        @Nullable Long leftAt) {
    Carried(BoundService.Source source, CarriedState state) {
        this(source, state, null);
    }

    /** The state of a service without earlier passes. */
    static Carried nothing(BoundService.Source source) {
        return new Carried(source, CarriedState.NONE);
    }

    Carried left(long at) {
        return new Carried(source, state, at);
    }

    /**
     * Returns the state for a pass with this source. If the source differs, the runs of stale verdicts are left out.
     */
    Carried forSource(BoundService.Source other) {
        return new Carried(other, source.equals(other) ? state : state.withoutRuns(), leftAt);
    }

    /**
     * Returns since when this process may have got events that the state does not reflect yet: since no selection
     * finds the service any more, or since the start of the process if that is later.
     *
     * @param origin the start of the process, in monotonic nanoseconds
     */
    long since(long origin) {
        return leftAt == null ? origin : TimeSource.later(leftAt, origin);
    }
}
