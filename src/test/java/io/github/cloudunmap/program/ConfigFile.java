package io.github.cloudunmap.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration file for as long as a test needs it. */
record ConfigFile(Path file) implements AutoCloseable {
    static ConfigFile of(String yaml) throws IOException {
        Path file = Files.createTempFile("unmap", ".yaml");
        Files.writeString(file, yaml);
        return new ConfigFile(file);
    }

    String path() {
        return file.toString();
    }

    @Override
    public void close() throws IOException {
        Files.delete(file);
    }
}
