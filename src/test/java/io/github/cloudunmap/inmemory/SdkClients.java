package io.github.cloudunmap.inmemory;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Plain SDK clients of one endpoint, without retries, so that a test sees every answer. */
public final class SdkClients implements AutoCloseable {
    private static final AwsCredentials ANY = AwsBasicCredentials.create("testing", "testing");

    private final URI endpoint;
    private final SdkHttpClient http = Apache5HttpClient.create();
    private final Deque<SdkAutoCloseable> opened = new ArrayDeque<>();

    public SdkClients(URI endpoint) {
        this.endpoint = endpoint;
    }

    public Ec2Client ec2(String region) {
        return ec2(region, ANY);
    }

    public Ec2Client ec2(String region, AwsCredentials credentials) {
        Ec2ClientBuilder builder = Ec2Client.builder().httpClient(http);
        return opened(configure(builder, region, credentials).build());
    }

    public ServiceDiscoveryClient cloudMap(String region) {
        return cloudMap(region, ANY);
    }

    public ServiceDiscoveryClient cloudMap(String region, AwsCredentials credentials) {
        ServiceDiscoveryClientBuilder builder = ServiceDiscoveryClient.builder().httpClient(http);
        return opened(configure(builder, region, credentials).build());
    }

    public SqsClient sqs(String region) {
        SqsClientBuilder builder = SqsClient.builder().httpClient(http);
        return opened(configure(builder, region, ANY).build());
    }

    public StsClient sts(String region) {
        StsClientBuilder builder = StsClient.builder().httpClient(http);
        return opened(configure(builder, region, ANY).build());
    }

    @Override
    public void close() {
        opened.forEach(SdkAutoCloseable::close);
        http.close();
    }

    private <C extends SdkAutoCloseable> C opened(C client) {
        opened.push(client);
        return client;
    }

    private <B extends AwsClientBuilder<B, C>, C> B configure(B builder, String region, AwsCredentials credentials) {
        return builder.region(Region.of(region))
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()));
    }
}
