package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The state that a pass of a service hands on to the service's next pass.
 *
 * @param source the regions and the role for which the streaks of stale verdicts in {@code state} count
 * @param leftAt when the selections stopped finding the service, in monotonic nanoseconds; null while the service has
 *     passes
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
     * Returns this state for a pass that reads the regions of {@code other} with the role of {@code other}. If these
     * regions or this role differ from those of this state, the streaks of stale verdicts are left out. Grace and
     * settling then start anew.
     */
    Carried forSource(BoundService.Source other) {
        return new Carried(other, source.equals(other) ? state : state.withoutStreaks(), leftAt);
    }

    /**
     * Returns a time: events that arrived after it are new to this state. The time is the start of the process, or
     * {@link #leftAt} if that is later. The state already reflects the events that arrived before {@link #leftAt}.
     *
     * @param origin the start of the process, in monotonic nanoseconds
     */
    long since(long origin) {
        return leftAt == null ? origin : TimeSource.later(leftAt, origin);
    }
}
