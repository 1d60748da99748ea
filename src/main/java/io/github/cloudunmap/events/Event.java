package io.github.cloudunmap.events;

import io.github.cloudunmap.reconcile.Ec2Id;
import java.time.Instant;
import java.util.Optional;

/**
 * The content of one message of a queue: a change of an instance's state, an event of another kind, or a text that
 * cannot be read as an event.
 */
public sealed interface Event {
    /**
     * An instance has a new state.
     *
     * @param state as EC2 writes it, in lower case
     * @param at when the state began, by EC2's clock; empty if the event gives no time that can be right
     */
    record StateChange(String region, Ec2Id ec2Id, String state, Optional<Instant> at) implements Event {
        /** Whether the instance ends, so that EC2 must soon show it as ended. */
        public boolean isEnd() {
            return state.equals("shutting-down") || state.equals("terminated");
        }

        /** Whether the instance starts, so that EC2 may soon show it alive. */
        public boolean isBeginning() {
            return state.equals("pending") || state.equals("running");
        }
    }

    /**
     * A readable event that is no state change of an EC2 instance.
     *
     * @param why the reason for not using the event, as one line for the log
     */
    record Foreign(String why) implements Event {}

    /**
     * A body that cannot be read as an event.
     *
     * @param why the reason, as one line for the log
     */
    record Unreadable(String why) implements Event {}
}
