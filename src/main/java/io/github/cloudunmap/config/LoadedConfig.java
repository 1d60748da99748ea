package io.github.cloudunmap.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A configuration, and the digest of its text.
 *
 * @param sha256 the digest of the file's bytes, in hexadecimal as {@code sha256sum} prints it. If there is no
 *     file, this is the digest of the text of {@link ConfigPrinter}
 * @param file the file's name; null if the configuration is not from a file
 */
public record LoadedConfig(
        Config config, String sha256, @Nullable String file) {
    /** A configuration that is not from a file. */
    public LoadedConfig(Config config, String sha256) {
        this(config, sha256, null);
    }

    /** Returns a configuration that is not from a file, with the digest of the text of {@link ConfigPrinter}. */
    public static LoadedConfig withoutFile(Config config) {
        return of(config, ConfigPrinter.render(config).getBytes(UTF_8));
    }

    /** Returns this configuration with the exporter turned off. */
    public LoadedConfig withoutExporter() {
        PrometheusConfig prometheus = config.prometheus();
        return new LoadedConfig(
                config.withPrometheus(new PrometheusConfig(false, prometheus.host(), prometheus.port())), sha256, file);
    }

    public static LoadedConfig of(Config config, byte[] file) {
        return new LoadedConfig(config, sha256(file));
    }

    public static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
