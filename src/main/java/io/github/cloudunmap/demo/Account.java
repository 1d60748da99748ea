package io.github.cloudunmap.demo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One AWS account; its regions exist from their first use on. Any thread may call it. */
public final class Account {
    private final String id;
    private final Serial serial;
    private final Map<String, Ec2Region> ec2 = new ConcurrentHashMap<>();
    private final Map<String, CloudMapRegion> cloudMap = new ConcurrentHashMap<>();

    Account(String id, Serial serial) {
        this.id = id;
        this.serial = serial;
    }

    public String id() {
        return id;
    }

    /** An access key id that makes a request one of this account; any secret goes with it. */
    public String accessKeyId() {
        return AccessKeys.permanent(id);
    }

    public Ec2Region ec2(String region) {
        return ec2.computeIfAbsent(region, key -> new Ec2Region(serial));
    }

    public CloudMapRegion cloudMap(String region) {
        return cloudMap.computeIfAbsent(region, key -> new CloudMapRegion(serial, id));
    }

    /** The ARN by which another account names this account's service. */
    public String serviceArn(String region, String service) {
        return new ServiceName(id, service).arn(region);
    }
}
