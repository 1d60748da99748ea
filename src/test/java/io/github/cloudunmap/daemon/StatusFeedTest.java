package io.github.cloudunmap.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The removals of earlier processes in the status, and how long it has had a service. */
final class StatusFeedTest {
    private final VirtualTime time = new VirtualTime();

    @TempDir
    Path directory;

    /** Its beginning cannot be read by this version, so the status would show nothing if it read all of it. */
    @Test
    void readsOnlyTheEndOfTheJournal() throws Exception {
        StringBuilder journal = new StringBuilder("{\"v\":2}\n");
        for (int i = 0; i < 150; i++) {
            journal.append(removal(i));
        }
        Files.writeString(directory.resolve("removals.jsonl"), journal);
        time.advance(Duration.ofMinutes(1));

        JsonNode removals = removals();

        assertThat(removals).hasSize(100);
        assertThat(removals.path(0).path("instance_id").asText()).isEqualTo("i-149");
        assertThat(removals.path(99).path("instance_id").asText()).isEqualTo("i-50");
    }

    /** As a selection finds one, long after the file was loaded. */
    @Test
    void aServiceThatCameLateIsNotLateAtOnce() throws Exception {
        StatusFeed status = new StatusFeed(LoadedConfig.withoutFile(Config.DEFAULTS), BuildInfo.current(), time);
        time.advance(Duration.ofDays(1));
        BoundService.Shown shown = new BoundService.Shown("us-east-1", false, null);

        status.add("srv-new", Duration.ofMinutes(1), shown);
        assertThat(text(status, "/status")).contains("No pass has ended yet").doesNotContain("none yet, late");

        time.advance(Duration.ofMinutes(4));
        status.add("srv-new", Duration.ofMinutes(1), shown);
        assertThat(text(status, "/status")).contains("none yet, late");
    }

    private static String text(StatusFeed status, String path) {
        return new String(status.at(path).orElseThrow().body(), UTF_8);
    }

    private String removal(int number) {
        String both = "\"time\":\"" + time.now() + "\",\"pass_id\":\"p\",\"service_id\":\"srv-a\",\"instance_id\":\"i-"
                + number + "\",\"evidence\":[]";
        return "{\"v\":1,\"type\":\"removing\"," + both
                + ",\"service_region\":\"us-east-1\",\"instances_regions\":[],\"attributes\":{},\"ec2_ids\":[],"
                + "\"verdict\":\"stale\",\"reason\":\"terminated\"}\n"
                + "{\"v\":1,\"type\":\"outcome\"," + both + ",\"result\":\"deregistered\"}\n";
    }

    private JsonNode removals() throws Exception {
        String file =
                "state-directory: " + directory + "\nservices:\n  - {service-id: srv-a, service-region: us-east-1,"
                        + " instances-regions: [us-east-1]}\n";
        StatusFeed status = new StatusFeed(
                LoadedConfig.withoutFile(ConfigLoader.parse("unmap.yaml", file)), BuildInfo.current(), time);
        return new ObjectMapper().readTree(text(status, "/status.json")).path("removals");
    }
}
