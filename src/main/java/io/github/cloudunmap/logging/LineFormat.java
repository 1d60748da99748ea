package io.github.cloudunmap.logging;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the fields of one event into a line without a line break. The order of the fields is kept. */
interface LineFormat {
    String line(Map<String, @Nullable Object> fields);
}
