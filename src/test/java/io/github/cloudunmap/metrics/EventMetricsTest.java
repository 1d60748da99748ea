package io.github.cloudunmap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import java.util.Collections;
import org.junit.jupiter.api.Test;

final class EventMetricsTest {
    private static final String QUEUE = "https://q";

    private final CollectorRegistry registry = new CollectorRegistry();
    private final EventMetrics metrics = new EventMetrics(registry);

    private Double errors(String code) {
        return registry.getSampleValue(
                "aws_cloud_unmap_queue_errors_total", new String[] {"queue", "code"}, new String[] {QUEUE, code});
    }

    @Test
    void countsTheErrorsOfAQueueByTheirCode() {
        metrics.failed(QUEUE, "AccessDeniedException");
        metrics.failed(QUEUE, "AWS.SimpleQueueService.NonExistentQueue");
        metrics.failed(QUEUE, "AccessDeniedException");

        assertThat(errors("AccessDeniedException")).isEqualTo(2);
        assertThat(errors("AWS.SimpleQueueService.NonExistentQueue")).isEqualTo(1);
        assertThat(registry.getSampleValue(
                        "aws_cloud_unmap_events_total", new String[] {"queue", "result"}, new String[] {QUEUE, "failed"
                        }))
                .isEqualTo(3);
    }

    @Test
    void countsOddCodesAndThoseBeyondTheFirst50InOneSeries() {
        for (int i = 0; i < 1000; i++) {
            metrics.failed(QUEUE, "Code" + i);
        }
        metrics.failed(QUEUE, "no code\n");
        metrics.failed(QUEUE, "Code7");

        assertThat(errors("Code7")).isEqualTo(2);
        assertThat(errors("other")).isEqualTo(951);
        assertThat(Collections.list(registry.metricFamilySamples()).stream()
                        .flatMap(family -> family.samples.stream())
                        .filter(sample -> sample.name.equals("aws_cloud_unmap_queue_errors_total")))
                .hasSize(51);
    }
}
