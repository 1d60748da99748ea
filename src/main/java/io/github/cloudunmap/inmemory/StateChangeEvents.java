package io.github.cloudunmap.inmemory;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Sends the state-change events of one account's instances in one region to queues, as EC2 and EventBridge do. Any
 * thread may call it.
 */
public final class StateChangeEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String account;
    private final String region;
    private final Serial serial;
    private final InstantSource clock;
    private final List<MessageQueue> queues = new CopyOnWriteArrayList<>();

    StateChangeEvents(String account, String region, Serial serial, InstantSource clock) {
        this.account = account;
        this.region = region;
        this.serial = serial;
        this.clock = clock;
    }

    /** Sends every event to this queue from now on, as a rule of EventBridge does. */
    public void sendTo(MessageQueue queue) {
        queues.add(queue);
    }

    /** Returns the event about an instance's new state, in EventBridge's format. */
    public String event(String instance, String state, Instant at) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "0");
        event.put("id", serial.uuid());
        event.put("detail-type", "EC2 Instance State-change Notification");
        event.put("source", "aws.ec2");
        event.put("account", account);
        event.put("time", at.truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", region);
        event.putArray("resources").add("arn:aws:ec2:" + region + ":" + account + ":instance/" + instance);
        event.putObject("detail").put("instance-id", instance).put("state", state);
        return event.toString();
    }

    void tell(String instance, LaunchedInstance.State state) {
        if (!queues.isEmpty()) {
            String event = event(instance, state.apiName(), clock.instant());
            queues.forEach(queue -> queue.send(event));
        }
    }
}
