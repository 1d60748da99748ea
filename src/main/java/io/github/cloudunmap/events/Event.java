package io.github.cloudunmap.events;

import io.github.cloudunmap.reconcile.Ec2Id;
import java.time.Instant;
import java.util.Optional;

/** What the body of a message says. */
public sealed interface Event {
    /**
     * An instance has a new state.
     *
     * @param state as EC2 writes it, in lower case
     * @param at when that was, by EC2's clock; empty if the event does not say
     */
    record StateChange(String region, Ec2Id ec2Id, String state, Optional<Instant> at) implements Event {
        /** Whether the instance ends, so that EC2 must soon show it as ended. */
        public boolean isEnd() {
            return state.equals("shutting-down") || state.equals("terminated");
        }

        /** Whether the instance comes to life. */
        public boolean isBeginning() {
            return state.equals("pending") || state.equals("running");
        }
    }

    /** An event of another kind. */
    record Foreign(String why) implements Event {}

    /** A body that is no event. */
    record Unreadable(String why) implements Event {}
}
