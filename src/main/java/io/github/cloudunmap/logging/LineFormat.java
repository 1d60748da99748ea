package io.github.cloudunmap.logging;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the fields of one event, in their order, into a line without its line break. */
interface LineFormat {
    String line(Map<String, @Nullable Object> fields);
}
