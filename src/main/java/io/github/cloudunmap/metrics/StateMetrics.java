package io.github.cloudunmap.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;

/** Counts the writes to the files of the state directory that succeed, and those that fail. Any thread may call it. */
public final class StateMetrics {
    private final Counter journalLines;
    private final Counter journalFailures;
    private final Counter memoryWrites;
    private final Counter memoryFailures;
    private final Gauge memoryUnreadable;

    public StateMetrics(CollectorRegistry registry) {
        journalLines = Counter.build("aws_cloud_unmap_journal_lines_total", "Lines written to the journal of removals")
                .register(registry);
        journalFailures = Counter.build(
                        "aws_cloud_unmap_journal_failures_total",
                        "How often a line could not be written to the journal of removals")
                .register(registry);
        memoryWrites = Counter.build("aws_cloud_unmap_memory_writes_total", "How often memory.json was written")
                .register(registry);
        memoryFailures = Counter.build(
                        "aws_cloud_unmap_memory_failures_total", "How often memory.json could not be written")
                .register(registry);
        memoryUnreadable = Gauge.build(
                        "aws_cloud_unmap_memory_unreadable",
                        "1 if this process could not read what the one before had written, else 0")
                .register(registry);
    }

    /** Notes that a line was written to the journal, or could not be written. */
    public void journalled(boolean succeeded) {
        (succeeded ? journalLines : journalFailures).inc();
    }

    /** Notes that the memory was written, or could not be written. */
    public void memorySaved(boolean succeeded) {
        (succeeded ? memoryWrites : memoryFailures).inc();
    }

    /** Notes that the memory of the previous process could not be read. */
    public void memoryUnreadable() {
        memoryUnreadable.set(1);
    }
}
