package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.call.RetryAfterInterceptor;
import io.github.cloudunmap.aws.call.SendingDeadline;
import io.github.cloudunmap.aws.credentials.OwnCredentials;
import io.github.cloudunmap.aws.credentials.RedactingCredentialsProvider;
import io.github.cloudunmap.aws.ec2.InstancesInterceptor;
import io.github.cloudunmap.aws.http.EnvironmentHttpService;
import io.github.cloudunmap.aws.http.HttpSettings;
import io.github.cloudunmap.fleet.Identity;
import io.github.cloudunmap.reconcile.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * Makes the SDK's clients, all with the same retries. All but the clients for SQS have the same timeouts and share one
 * HTTP client. Any thread may call it.
 */
final class AwsClients implements AutoCloseable {
    /** How long a client waits for an answer of SQS: longer than the 20 s for which SQS itself waits for messages. */
    private static final Duration LONG_POLL = Duration.ofSeconds(30);

    private final AwsSettings settings;
    private final Executor requests;
    private final ScheduledExecutorService timeouts;
    private final AwsObserver observer;
    private final TimeSource time;
    private final int attempts;
    private final SdkHttpClient http;
    /**
     * The AWS configuration file, read once at the start. Without this copy, the SDK would read the file again in
     * every call, and fail while somebody writes the file.
     */
    private final ProfileFile profiles;

    /**
     * @param requests runs the tasks that read the output of a {@code credential_process}
     * @param timeouts ends calls that take too long; the caller closes both executors
     * @param observer is told of every request of these clients
     * @param time the clock that is read right before a request with a deadline is sent
     */
    AwsClients(
            AwsSettings settings,
            Executor requests,
            ScheduledExecutorService timeouts,
            AwsObserver observer,
            TimeSource time) {
        this.requests = requests;
        this.settings = settings;
        this.timeouts = timeouts;
        this.observer = observer;
        this.time = time;
        this.attempts = EnvironmentCheck.attempts(System.getenv());
        if (settings.localEndpoint() == null) {
            EnvironmentHttpService.install();
        }
        this.profiles = settings.localEndpoint() == null
                ? ProfileFile.defaultProfileFile()
                : ProfileFile.aggregator().build();
        this.http = http(settings.readTimeout()).build();
    }

    Ec2Client ec2(Credentials credentials, String region) {
        return configured(Ec2Client.builder(), Api.EC2, credentials, region).build();
    }

    ServiceDiscoveryClient cloudMap(Credentials credentials, String region) {
        return configured(ServiceDiscoveryClient.builder(), Api.CLOUD_MAP, credentials, region)
                .build();
    }

    /**
     * Makes a client for long polling. The client has an HTTP client of its own, with a longer timeout, because SQS
     * answers a long poll only when a message arrives or the poll ends.
     *
     * @param endpoint where the requests are sent, unless {@link AwsSettings} or the SDK's settings name another
     *     endpoint; empty for the region's own endpoint
     */
    SqsClient sqs(Credentials credentials, String region, Optional<String> endpoint) {
        SqsClientBuilder builder = configured(SqsClient.builder(), Api.SQS, credentials, region)
                .httpClientBuilder(http(LONG_POLL))
                .httpClient(null)
                // The SDK's check would discard all messages of an answer if the checksum of one message is wrong.
                .checksumValidationEnabled(false);
        builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                .apiCallAttemptTimeout(settings.connectTimeout().plus(LONG_POLL))
                .build());
        if (settings.localEndpoint() == null && !EndpointRule.isGiven(Api.SQS)) {
            endpoint.ifPresent(url -> callOnly(URI.create(url), builder));
        }
        return builder.build();
    }

    private Apache5HttpClient.Builder http(Duration readTimeout) {
        return (settings.localEndpoint() == null ? HttpSettings.ofProcess() : HttpSettings.DIRECT)
                .client()
                .connectionTimeout(settings.connectTimeout())
                .socketTimeout(readTimeout);
    }

    /** The process's own credentials. */
    Credentials ownCredentials() {
        if (settings.localEndpoint() != null) {
            return new Credentials(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")), () -> {});
        }
        checkEndpoint(Api.STS); // web identities and roles of profiles call STS
        OwnCredentials provider = new OwnCredentials(System.getenv(), requests, time);
        return new Credentials(new RedactingCredentialsProvider(provider), provider::close);
    }

    /**
     * Makes the credentials of a role, which are renewed before they expire. The role is assumed with the credentials
     * {@code own}, through the STS of the region.
     */
    Credentials roleCredentials(Credentials own, Identity identity, String region) {
        StsClient sts = configured(StsClient.builder(), Api.STS, own, region).build();
        StsAssumeRoleCredentialsProvider provider = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(identity.roleArn())
                        .externalId(identity.externalId())
                        .roleSessionName("aws-cloud-unmap"))
                .build();
        return new Credentials(new RedactingCredentialsProvider(provider), () -> {
            provider.close();
            sts.close();
        });
    }

    /**
     * Gives access to the credentials of one identity.
     *
     * @param provider the object from which the SDK gets the credentials
     * @param closing closes the provider, unless it needs no closing or others use it too
     */
    record Credentials(AwsCredentialsProvider provider, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            closing.run();
        }
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
            B builder, Api api, Credentials credentials, String region) {
        checkEndpoint(api);
        api.operationsIn(region).forEach(observer::expected);
        builder.httpClient(http)
                .region(Region.of(region))
                .credentialsProvider(credentials.provider())
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .defaultProfileFile(profiles)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(attempts)
                                .build())
                        .apiCallAttemptTimeout(settings.attemptTimeout())
                        .apiCallTimeout(settings.callTimeout())
                        .scheduledExecutorService(timeouts)
                        // An answer passes the interceptors from the last to the first. So the size of an answer is
                        // limited before the answer is parsed.
                        .addExecutionInterceptor(new InstancesInterceptor())
                        .addExecutionInterceptor(new ResponseSizeInterceptor())
                        .addExecutionInterceptor(new SendingDeadline(time))
                        .addExecutionInterceptor(new RetryAfterInterceptor(settings.callTimeout(), time))
                        .addMetricPublisher(new RequestMetricsPublisher(region, observer))
                        .build());
        if (settings.localEndpoint() != null) {
            callOnly(settings.localEndpoint(), builder);
        }
        return builder;
    }

    /**
     * Makes the client call this endpoint only. Turns off FIPS and dual stack for the client, because the SDK refuses
     * them together with a given endpoint, and the environment can ask for them.
     */
    private static void callOnly(URI endpoint, AwsClientBuilder<?, ?> builder) {
        builder.endpointOverride(endpoint);
        builder.fipsEnabled(false);
        builder.dualstackEnabled(false);
    }

    private void checkEndpoint(Api api) {
        if (!settings.mayBeCalledAnywhere()) {
            EndpointRule.check(api);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
