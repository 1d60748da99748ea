package io.github.cloudunmap.monitoring;

import io.github.cloudunmap.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Prometheus's own checker, where it is installed. */
final class Promtool {
    private static final Tool TOOL = new Tool("promtool", "Debian has it in the package prometheus");

    private Promtool() {}

    /** Skips the test, and says why, if promtool is not on the PATH. */
    static Tool.Outcome run(Path input, String... arguments) throws IOException, InterruptedException {
        return TOOL.run(input, Map.of(), arguments);
    }
}
