package io.github.cloudunmap.contract;

import io.github.cloudunmap.inmemory.SdkClients;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A backend together with the SDK clients that the contract asks it through. */
@Tag("long")
final class AwsUnderTest implements AutoCloseable {
    private final Backend backend;
    private final SdkClients clients;
    private final Map<String, Ec2Client> ec2 = new HashMap<>();
    private final Map<String, ServiceDiscoveryClient> cloudMap = new HashMap<>();
    private final Map<String, SqsClient> sqs = new HashMap<>();

    AwsUnderTest(Backend backend) {
        this.backend = backend;
        this.clients = new SdkClients(backend.endpoint());
    }

    Ec2Client ec2(String region) {
        return ec2.computeIfAbsent(region, clients::ec2);
    }

    ServiceDiscoveryClient cloudMap(String region) {
        return cloudMap.computeIfAbsent(region, clients::cloudMap);
    }

    SqsClient sqs(String region) {
        return sqs.computeIfAbsent(region, clients::sqs);
    }

    URI endpoint() {
        return backend.endpoint();
    }

    SdkClients clients() {
        return clients;
    }

    /** Skips the rest of the test, and says so in the build's output, if the backend has that gap. */
    void needsNo(Gap gap) {
        if (backend.gaps().contains(gap)) {
            String reason = backend.name() + " has a known gap: " + gap;
            System.out.println("contract suite: skipped a test, " + reason);
            Assumptions.abort(reason);
        }
    }

    @Override
    public void close() {
        clients.close();
        backend.stop().run();
    }
}
