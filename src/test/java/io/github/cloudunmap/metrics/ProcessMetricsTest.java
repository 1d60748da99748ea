package io.github.cloudunmap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What belongs to no service: workers, configuration, build, AWS. Read over HTTP, as Prometheus does. */
final class ProcessMetricsTest {
    private final ServedRegistry served = new ServedRegistry();

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void countsTheWorkersThatAreBusy() throws Exception {
        WorkerMetrics workers = new WorkerMetrics(served.registry, 4);
        workers.passStarted(Duration.ofMillis(20));
        workers.passStarted(Duration.ofSeconds(3));
        workers.passEnded();

        assertThat(served.samples("aws_cloud_unmap_"))
                .contains(
                        "aws_cloud_unmap_workers 4.0",
                        "aws_cloud_unmap_workers_busy 1.0",
                        "aws_cloud_unmap_queue_delay_seconds_bucket{le=\"0.01\",} 0.0",
                        "aws_cloud_unmap_queue_delay_seconds_bucket{le=\"0.1\",} 1.0",
                        "aws_cloud_unmap_queue_delay_seconds_bucket{le=\"5.0\",} 2.0",
                        "aws_cloud_unmap_queue_delay_seconds_sum 3.02");
    }

    @Test
    void showsOneConfigurationAtATime() throws Exception {
        ConfigMetrics config = new ConfigMetrics(served.registry);
        config.loaded("abc", Duration.ofMinutes(5), Instant.ofEpochSecond(1_800_000_000));
        config.loaded("def", Duration.ofHours(1), Instant.ofEpochSecond(1_900_000_000));

        assertThat(served.samples("aws_cloud_unmap_"))
                .containsExactlyInAnyOrder(
                        "aws_cloud_unmap_config_info{sha256=\"def\",} 1.0",
                        "aws_cloud_unmap_config_last_reload_successful 1.0",
                        "aws_cloud_unmap_config_last_reload_success_timestamp_seconds 1.9E9",
                        "aws_cloud_unmap_select_interval_seconds 3600.0");
    }

    @Test
    void keepsShowingTheConfigurationInEffectWhenAReloadFails() throws Exception {
        ConfigMetrics config = new ConfigMetrics(served.registry);
        config.loaded("abc", Duration.ofMinutes(5), Instant.ofEpochSecond(1_800_000_000));
        config.failed();

        assertThat(served.samples("aws_cloud_unmap_"))
                .containsExactlyInAnyOrder(
                        "aws_cloud_unmap_config_info{sha256=\"abc\",} 1.0",
                        "aws_cloud_unmap_config_last_reload_successful 0.0",
                        "aws_cloud_unmap_config_last_reload_success_timestamp_seconds 1.8E9",
                        "aws_cloud_unmap_select_interval_seconds 300.0");
    }

    @Test
    void recoversFromAFailedReload() throws Exception {
        ConfigMetrics config = new ConfigMetrics(served.registry);
        config.failed();
        config.loaded("abc", Duration.ofMinutes(5), Instant.ofEpochSecond(1_800_000_000));

        assertThat(served.samples("aws_cloud_unmap_config_last_reload_successful"))
                .containsExactly("aws_cloud_unmap_config_last_reload_successful 1.0");
    }

    @Test
    void showsTheBuild() throws Exception {
        BuildMetrics.register(served.registry, "3.1.0", "abc1234", "17.0.1");

        assertThat(served.samples("aws_cloud_unmap_"))
                .containsExactly(
                        "aws_cloud_unmap_build_info{version=\"3.1.0\",commit=\"abc1234\",java=\"17.0.1\",} 1.0");
    }

    @Test
    void countsHowTheStateDirectoryIsWritten() throws Exception {
        StateMetrics state = new StateMetrics(served.registry);
        state.journalled(true);
        state.journalled(false);
        state.journalled(true);
        state.memorySaved(true);
        state.memorySaved(false);
        state.memoryUnreadable();

        assertThat(served.samples("aws_cloud_unmap_"))
                .contains(
                        "aws_cloud_unmap_journal_lines_total 2.0",
                        "aws_cloud_unmap_journal_failures_total 1.0",
                        "aws_cloud_unmap_memory_writes_total 1.0",
                        "aws_cloud_unmap_memory_failures_total 1.0",
                        "aws_cloud_unmap_memory_unreadable 1.0");
    }
}
