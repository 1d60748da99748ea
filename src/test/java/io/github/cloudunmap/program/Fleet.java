package io.github.cloudunmap.program;

import io.github.cloudunmap.inmemory.InMemoryAws;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Instances registered to the service srv-web of an AWS, and which of them live. */
final class Fleet {
    static final String US = "us-east-1";

    private final InMemoryAws aws;
    private final Set<String> live = new TreeSet<>();
    private int hosts;

    Fleet(InMemoryAws aws) {
        this.aws = aws;
        aws.cloudMap(US).createService("srv-web");
    }

    Fleet withLive(int instances) {
        for (int i = 0; i < instances; i++) {
            live.add(register());
        }
        return this;
    }

    Fleet withDead(int instances) {
        for (int i = 0; i < instances; i++) {
            aws.ec2(US).terminate(register());
        }
        return this;
    }

    private String register() {
        String address = "10.0.0." + ++hosts;
        String id = aws.ec2(US).launch(address);
        aws.cloudMap(US).register("srv-web", id, Map.of("AWS_INSTANCE_IPV4", address));
        return id;
    }

    Set<String> live() {
        return live;
    }

    Set<String> registered() {
        return aws.cloudMap(US).instances("srv-web").keySet();
    }

    /** The original's flags for a pass every second. */
    static String[] everySecond() {
        return new String[] {
            "--service-id", "srv-web", "--service-region", US, "--instances-region", US, "--frequency", "1"
        };
    }
}
