package io.github.cloudunmap.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What was built, from which commit, and the Java it runs on. */
final class BuildInfo implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Properties build = new Properties();
        try (InputStream in = Objects.requireNonNull(BuildInfo.class.getResourceAsStream("build.properties"))) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String[] {
            "aws-cloud-unmap " + build.getProperty("version") + " (commit " + build.getProperty("commit") + ", Java "
                    + System.getProperty("java.version") + ")"
        };
    }
}
