package io.github.cloudunmap.inmemory;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One AWS account. Each region is created at its first use. Any thread may call it. */
public final class Account {
    private final String id;
    private final Serial serial;
    private final InstantSource clock;
    private final Map<String, Ec2Region> ec2 = new ConcurrentHashMap<>();
    private final Map<String, CloudMapRegion> cloudMap = new ConcurrentHashMap<>();
    private final Map<String, StateChangeEvents> events = new ConcurrentHashMap<>();
    private final Map<String, MessageQueue> queues = new ConcurrentHashMap<>();
    private volatile boolean managedHidden;

    Account(String id, Serial serial, InstantSource clock) {
        this.id = id;
        this.serial = serial;
        this.clock = clock;
    }

    public String id() {
        return id;
    }

    /** Returns an access key id of this account. Any secret is valid with it. */
    public String accessKeyId() {
        return AccessKeys.permanent(id);
    }

    /**
     * Sets whether the account hides the instances that AWS services manage. A request with {@code
     * IncludeManagedResources} shows them even while the account hides them.
     */
    public void hideManagedResources(boolean hidden) {
        managedHidden = hidden;
    }

    boolean hidesManagedResources() {
        return managedHidden;
    }

    public Ec2Region ec2(String region) {
        return ec2.computeIfAbsent(region, key -> new Ec2Region(serial, clock, events(region)::tell));
    }

    /** Returns the object that sends the events about the instances in one region. */
    public StateChangeEvents events(String region) {
        return events.computeIfAbsent(region, key -> new StateChangeEvents(id, region, serial, clock));
    }

    /** Returns the queue with this name. The queue is created at the first call. */
    public MessageQueue queue(String region, String name) {
        return queues.computeIfAbsent(
                region + "/" + name,
                key -> new MessageQueue("https://sqs." + region + ".amazonaws.com/" + id + "/" + name, serial));
    }

    /** Deletes the queue with all its messages. */
    public void deleteQueue(String region, String name) {
        queues.remove(region + "/" + name);
    }

    Optional<MessageQueue> existingQueue(String region, String name) {
        return Optional.ofNullable(queues.get(region + "/" + name));
    }

    public CloudMapRegion cloudMap(String region) {
        return cloudMap.computeIfAbsent(region, key -> new CloudMapRegion(serial, id));
    }

    /** Returns the ARN that other accounts use for a service of this account. */
    public String serviceArn(String region, String service) {
        return new ServiceName(id, service).arn(region);
    }
}
