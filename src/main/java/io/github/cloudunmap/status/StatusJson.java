package io.github.cloudunmap.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.github.cloudunmap.text.JsonText;
import java.time.Instant;

/** Renders the status for programs. Times are in ISO 8601. A key without a value is null. */
public final class StatusJson {
    private static final ObjectMapper MAPPER = JsonText.mapper(PropertyNamingStrategies.SNAKE_CASE);

    static {
        MAPPER.registerModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance));
    }

    private StatusJson() {}

    public static String of(Status status) {
        return JsonText.of(status, MAPPER);
    }
}
