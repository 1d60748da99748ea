package io.github.cloudunmap.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version and the commit of this build, and the Java that it runs on. */
public record BuildInfo(String version, String commit, String java) {
    /** The build of this process. */
    public static BuildInfo current() {
        Properties build = new Properties();
        try (InputStream in = Objects.requireNonNull(BuildInfo.class.getResourceAsStream("build.properties"))) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuildInfo(
                build.getProperty("version"), build.getProperty("commit"), System.getProperty("java.version"));
    }
}
