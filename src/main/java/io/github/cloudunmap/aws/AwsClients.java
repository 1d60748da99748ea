package io.github.cloudunmap.aws;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** One client per identity, region and API, made when it is first needed. Any thread may ask. */
final class AwsClients implements AutoCloseable {
    private record Key(Identity identity, String region) {}

    private final AwsSettings settings;
    private final ScheduledExecutorService timeouts;
    private final AwsObserver observer;
    private final Map<Key, Ec2Client> ec2 = new HashMap<>();
    private final Map<Key, ServiceDiscoveryClient> cloudMap = new HashMap<>();
    private final Map<Identity, AwsCredentialsProvider> credentials = new HashMap<>();
    /** What is to be closed, the newest first. */
    private final Deque<SdkAutoCloseable> opened = new ArrayDeque<>();

    private final SdkHttpClient http;

    /**
     * @param timeouts ends calls that take too long; stays the caller's to close
     * @param observer told of every request
     */
    AwsClients(AwsSettings settings, ScheduledExecutorService timeouts, AwsObserver observer) {
        this.settings = settings;
        this.timeouts = timeouts;
        this.observer = observer;
        this.http = opened(UrlConnectionHttpClient.builder()
                .connectionTimeout(settings.connectTimeout())
                .socketTimeout(settings.readTimeout())
                .build());
    }

    synchronized Ec2Client ec2(Identity identity, String region) {
        return ec2.computeIfAbsent(
                new Key(identity, region),
                key -> opened(configured(Ec2Client.builder(), Api.EC2, region)
                        .credentialsProvider(credentials(identity, region))
                        .build()));
    }

    synchronized ServiceDiscoveryClient cloudMap(Identity identity, String region) {
        return cloudMap.computeIfAbsent(
                new Key(identity, region),
                key -> opened(configured(ServiceDiscoveryClient.builder(), Api.CLOUD_MAP, region)
                        .credentialsProvider(credentials(identity, region))
                        .build()));
    }

    private AwsCredentialsProvider credentials(Identity identity, String region) {
        AwsCredentialsProvider known = credentials.get(identity);
        if (known == null) {
            known = identity.roleArn() == null ? ownCredentials() : roleCredentials(identity, region);
            credentials.put(identity, known);
        }
        return known;
    }

    private AwsCredentialsProvider ownCredentials() {
        if (settings.localEndpoint() != null) {
            return StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
        }
        return opened(DefaultCredentialsProvider.builder().build());
    }

    private AwsCredentialsProvider roleCredentials(Identity identity, String region) {
        StsClient sts = opened(configured(StsClient.builder(), Api.STS, region)
                .credentialsProvider(credentials(new Identity(null, null), region))
                .build());
        return opened(StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(identity.roleArn())
                        .externalId(identity.externalId())
                        .roleSessionName("aws-cloud-unmap"))
                .build());
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
            B builder, Api api, String region) {
        api.operationsIn(region).forEach(observer::expected);
        builder.httpClient(http)
                .region(Region.of(region))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(AwsSettings.ATTEMPTS)
                                .build())
                        .apiCallAttemptTimeout(settings.attemptTimeout())
                        .apiCallTimeout(settings.callTimeout())
                        .scheduledExecutorService(timeouts)
                        .addMetricPublisher(new ObservedRequests(region, observer))
                        .build());
        if (settings.localEndpoint() != null) {
            builder.endpointOverride(settings.localEndpoint());
        }
        return builder;
    }

    private <T extends SdkAutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public synchronized void close() {
        opened.forEach(SdkAutoCloseable::close);
        opened.clear();
    }
}
