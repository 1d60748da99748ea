package io.github.cloudunmap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFieldsTest {
    @Test
    void givesTheTimeInItsZoneToTheSecond() {
        LoggingEvent event = new LoggingEvent();
        event.setInstant(Instant.parse("2026-11-22T02:05:06.999Z"));
        event.setLevel(Level.INFO);
        event.setMDCPropertyMap(Map.of());
        assertThat(new EventFields(ZoneId.of("America/New_York"), false).of(event))
                .containsEntry("asctime", "2026-11-21 21:05:06")
                .containsEntry("timestamp", "2026-11-21T21:05:06.999-05:00");
    }
}
