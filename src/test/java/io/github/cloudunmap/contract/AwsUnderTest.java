package io.github.cloudunmap.contract;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A backend together with the SDK clients that the contract asks it through. */
final class AwsUnderTest implements AutoCloseable {
    private static final AwsCredentials CREDENTIALS = AwsBasicCredentials.create("testing", "testing");

    private final Backend backend;
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final Map<String, Ec2Client> ec2 = new HashMap<>();
    private final Map<String, ServiceDiscoveryClient> cloudMap = new HashMap<>();

    AwsUnderTest(Backend backend) {
        this.backend = backend;
        System.out.println("contract suite: ran against " + backend.name());
    }

    Ec2Client ec2(String region) {
        return ec2.computeIfAbsent(region, key -> ec2(key, CREDENTIALS));
    }

    Ec2Client ec2(String region, AwsCredentials credentials) {
        return configure(Ec2Client.builder().httpClient(http), region, credentials)
                .build();
    }

    ServiceDiscoveryClient cloudMap(String region) {
        return cloudMap.computeIfAbsent(
                region,
                key -> configure(ServiceDiscoveryClient.builder().httpClient(http), key, CREDENTIALS)
                        .build());
    }

    StsClient sts(String region) {
        return configure(StsClient.builder().httpClient(http), region, CREDENTIALS)
                .build();
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
        ec2.values().forEach(Ec2Client::close);
        cloudMap.values().forEach(ServiceDiscoveryClient::close);
        http.close();
        backend.stop().run();
    }

    private <B extends AwsClientBuilder<B, C>, C> B configure(B builder, String region, AwsCredentials credentials) {
        return builder.region(Region.of(region))
                .endpointOverride(backend.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()));
    }
}
