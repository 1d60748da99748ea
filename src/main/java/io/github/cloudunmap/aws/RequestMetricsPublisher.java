package io.github.cloudunmap.aws;

import java.util.List;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;
import software.amazon.awssdk.metrics.SdkMetric;

/** Passes the SDK's measurements of one region's requests on to an {@link AwsObserver}. */
final class RequestMetricsPublisher implements MetricPublisher {
    private static final String ATTEMPT = "ApiCallAttempt";
    private static final String THROTTLED = "Throttling";

    private final String region;
    private final AwsObserver observer;

    RequestMetricsPublisher(String region, AwsObserver observer) {
        this.region = region;
        this.observer = observer;
    }

    @Override
    public void publish(MetricCollection call) {
        List<MetricCollection> attempts = call.childrenWithName(ATTEMPT).toList();
        int throttles = (int) attempts.stream()
                .filter(attempt -> first(attempt, CoreMetric.ERROR_TYPE, "").equals(THROTTLED))
                .count();
        observer.requested(
                new AwsObserver.Operation(
                        first(call, CoreMetric.SERVICE_ID, "unknown"),
                        first(call, CoreMetric.OPERATION_NAME, "unknown"),
                        region),
                first(call, CoreMetric.API_CALL_SUCCESSFUL, false),
                Math.max(0, attempts.size() - 1),
                throttles);
    }

    private static <T> T first(MetricCollection metrics, SdkMetric<T> metric, T otherwise) {
        return metrics.metricValues(metric).stream().findFirst().orElse(otherwise);
    }

    @Override
    public void close() {}
}
