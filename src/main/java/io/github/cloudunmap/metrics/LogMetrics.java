package io.github.cloudunmap.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.CounterMetricFamily;
import java.util.List;
import java.util.function.LongSupplier;

/** Shows how many lines the log has dropped. */
public final class LogMetrics {
    private LogMetrics() {}

    /** @param dropped returns the number of dropped lines; called at every scrape */
    public static void register(CollectorRegistry registry, LongSupplier dropped) {
        new Collector() {
            @Override
            public List<MetricFamilySamples> collect() {
                return List.of(new CounterMetricFamily(
                        "aws_cloud_unmap_log_lines_dropped_total",
                        "Log lines that were dropped because nobody took the log",
                        (double) dropped.getAsLong()));
            }
        }.register(registry);
    }
}
