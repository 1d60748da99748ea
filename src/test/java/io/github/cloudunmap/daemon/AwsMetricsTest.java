package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.metrics.FreePort;
import io.github.cloudunmap.metrics.Scrape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the program asks of AWS, as Prometheus sees it after one pass of each service. */
final class AwsMetricsTest {
    private static final String US = "us-east-1";
    private static final String ROLE = "arn:aws:iam::123456789012:role/unmap";

    private final InMemoryAws aws = InMemoryAws.start();
    private String dead = "";
    private Set<String> seriesAtTheStart = Set.of();
    private Set<String> seriesAtTheEnd = Set.of();

    @BeforeEach
    void registerALiveAndADeadInstance() {
        aws.cloudMap(US).createService("srv-web");
        register("srv-web", aws.ec2(US).launch("10.0.0.1"), "10.0.0.1");
        dead = aws.ec2(US).launch("10.0.0.2");
        register("srv-web", dead, "10.0.0.2");
        aws.ec2(US).terminate(dead);
    }

    @AfterEach
    void close() {
        aws.close();
    }

    private void register(String service, String instance, String address) {
        aws.cloudMap(US).register(service, instance, Map.of("AWS_INSTANCE_IPV4", address));
    }

    @Test
    void countsRequestsByOperationAndRegion() throws Exception {
        assertThat(samplesAfterAPass("aws_cloud_unmap_aws_requests_total"))
                .containsExactlyInAnyOrder(
                        requests("EC2", "DescribeInstances", "success", 1),
                        requests("EC2", "DescribeInstances", "error", 0),
                        requests("ServiceDiscovery", "ListInstances", "success", 1),
                        requests("ServiceDiscovery", "ListInstances", "error", 0),
                        requests("ServiceDiscovery", "GetInstance", "success", 1),
                        requests("ServiceDiscovery", "GetInstance", "error", 0),
                        requests("ServiceDiscovery", "DeregisterInstance", "success", 1),
                        requests("ServiceDiscovery", "DeregisterInstance", "error", 0),
                        requests("ServiceDiscovery", "GetOperation", "success", 0),
                        requests("ServiceDiscovery", "GetOperation", "error", 0),
                        requests("ServiceDiscovery", "ListNamespaces", "success", 0),
                        requests("ServiceDiscovery", "ListNamespaces", "error", 0),
                        requests("ServiceDiscovery", "ListServices", "success", 0),
                        requests("ServiceDiscovery", "ListServices", "error", 0),
                        requests("ServiceDiscovery", "GetService", "success", 0),
                        requests("ServiceDiscovery", "GetService", "error", 0),
                        requests("ServiceDiscovery", "ListTagsForResource", "success", 0),
                        requests("ServiceDiscovery", "ListTagsForResource", "error", 0));
    }

    @Test
    void countsARequestThatSucceededAfterAThrottleOnce() throws Exception {
        aws.on("ListInstances").failNext(1, ApiError.throttling());

        assertThat(samplesAfterAPass("aws_cloud_unmap_aws_"))
                .contains(
                        requests("ServiceDiscovery", "ListInstances", "success", 1),
                        requests("ServiceDiscovery", "ListInstances", "error", 0),
                        "aws_cloud_unmap_aws_retries_total" + of("ServiceDiscovery", "ListInstances") + "} 1.0",
                        "aws_cloud_unmap_aws_throttles_total" + of("ServiceDiscovery", "ListInstances") + "} 1.0");
    }

    @Test
    void countsEveryTryOfARequestThatWasThrottledToTheEnd() throws Exception {
        aws.on("DescribeInstances").failNext(3, ApiError.requestLimitExceeded());

        assertThat(samplesAfterAPass("aws_cloud_unmap_aws_"))
                .contains(
                        requests("EC2", "DescribeInstances", "success", 0),
                        requests("EC2", "DescribeInstances", "error", 1),
                        "aws_cloud_unmap_aws_retries_total" + of("EC2", "DescribeInstances") + "} 2.0",
                        "aws_cloud_unmap_aws_throttles_total" + of("EC2", "DescribeInstances") + "} 3.0");
    }

    @Test
    void tellsAnotherFailureFromAThrottle() throws Exception {
        aws.on("DescribeInstances").failNext(1, new ApiError(500, "InternalError", "An internal error has occurred"));
        aws.on("DescribeInstances").dropNext(1);

        assertThat(samplesAfterAPass("aws_cloud_unmap_aws_"))
                .contains(
                        requests("EC2", "DescribeInstances", "success", 1),
                        "aws_cloud_unmap_aws_retries_total" + of("EC2", "DescribeInstances") + "} 2.0",
                        "aws_cloud_unmap_aws_throttles_total" + of("EC2", "DescribeInstances") + "} 0.0");
    }

    @Test
    void countsADeniedRequestAsAnErrorThatIsNotRetried() throws Exception {
        aws.on("DeregisterInstance").fail(ApiError.accessDenied());

        assertThat(samplesAfterAPass("aws_cloud_unmap_"))
                .contains(
                        requests("ServiceDiscovery", "DeregisterInstance", "error", 1),
                        "aws_cloud_unmap_aws_retries_total" + of("ServiceDiscovery", "DeregisterInstance") + "} 0.0",
                        "aws_cloud_unmap_deregistrations_total{service_id=\"srv-web\",result=\"failed\",} 1.0");
    }

    @Test
    void countsTheRequestsForARolesCredentials() throws Exception {
        assertThat(samplesAfterAPass("aws_cloud_unmap_aws_requests_total", service("srv-web", "role-arn: " + ROLE)))
                .contains(requests("STS", "AssumeRole", "success", 1));
    }

    @Test
    void tellsCacheHitsFromMisses() throws Exception {
        aws.cloudMap(US).createService("srv-mirror");
        aws.cloudMap(US)
                .instances("srv-web")
                .forEach((id, attributes) -> aws.cloudMap(US).register("srv-mirror", id, attributes));

        // The second service has the living instance from the cache, and asks for the dead one again; then for the
        // living
        // one, too, because never all takes no cached word.
        assertThat(samplesAfterAPass(
                        "aws_cloud_unmap_ec2_cache_lookups_total", service("srv-web", "") + service("srv-mirror", "")))
                .containsExactlyInAnyOrder(
                        "aws_cloud_unmap_ec2_cache_lookups_total{region=\"us-east-1\",result=\"hit\",} 1.0",
                        "aws_cloud_unmap_ec2_cache_lookups_total{region=\"us-east-1\",result=\"miss\",} 4.0");
    }

    @Test
    void showsNoSeriesThatWasNotThereFromTheStart() throws Exception {
        aws.on("DescribeInstances").failNext(1, ApiError.requestLimitExceeded());
        aws.on("DeregisterInstance").fail(ApiError.accessDenied());
        var unused = samplesAfterAPass("", service("srv-web", "role-arn: " + ROLE));

        assertThat(seriesAtTheEnd).hasSizeGreaterThan(60).isEqualTo(seriesAtTheStart);
    }

    private List<String> samplesAfterAPass(String start) throws Exception {
        return samplesAfterAPass(start, service("srv-web", ""));
    }

    private List<String> samplesAfterAPass(String start, String services) throws Exception {
        int port = FreePort.next();
        String file = "workers: 1\nprometheus: { enabled: true, port: %d }\nservices:\n%s".formatted(port, services);
        try (Daemon daemon = Daemon.withoutFile(
                ConfigLoader.parse("test.yaml", file), AwsSettings.local(aws.endpoint()), report -> {})) {
            seriesAtTheStart = Scrape.series(port);
            var unused = daemon.runOnce();
            seriesAtTheEnd = Scrape.series(port);
            return Scrape.samples(port, start);
        }
    }

    private static String service(String id, String setting) {
        return """
                  - service-id: %s
                    service-region: us-east-1
                    instances-regions: [us-east-1]
                    %s
                """.formatted(id, setting);
    }

    private static String requests(String api, String operation, String result, int count) {
        return "aws_cloud_unmap_aws_requests_total" + of(api, operation) + "result=\"" + result + "\",} " + count
                + ".0";
    }

    private static String of(String api, String operation) {
        return "{api=\"%s\",operation=\"%s\",region=\"us-east-1\",".formatted(api, operation);
    }
}
