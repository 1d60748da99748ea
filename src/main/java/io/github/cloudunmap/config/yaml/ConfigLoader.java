package io.github.cloudunmap.config.yaml;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.text.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * Reads a configuration file: UTF-8, at most 4 MiB, one YAML document. A file with any problem is refused as a whole.
 */
public final class ConfigLoader {
    private static final int LARGEST_FILE = 4 << 20;

    private ConfigLoader() {}

    /**
     * Reads a file.
     *
     * @throws InvalidConfigException with all problems that were found; with a single problem if the file cannot be
     *     read
     */
    public static Config load(Path file) throws InvalidConfigException {
        return loadFile(file).config();
    }

    /**
     * Reads a file, and computes the digest of its bytes.
     *
     * @throws InvalidConfigException with all problems that were found; with a single problem if the file cannot be
     *     read
     */
    public static LoadedConfig loadFile(Path file) throws InvalidConfigException {
        Problems problems = new Problems(file.toString());
        byte[] bytes = bytes(file, problems);
        return new LoadedConfig(parse(decode(bytes, problems), problems), LoadedConfig.sha256(bytes), file.toString());
    }

    /**
     * Returns the digest of the bytes that the file has now; empty if the file cannot be read. If the file has not
     * changed since it was loaded, the digest is equal to {@link LoadedConfig#sha256()}.
     */
    public static Optional<String> sha256(Path file) {
        try {
            return Optional.of(LoadedConfig.sha256(bytes(file, new Problems(file.toString()))));
        } catch (InvalidConfigException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a file, and also looks for settings that are valid but probably not meant.
     *
     * @param knownRegions the regions that the AWS SDK knows
     * @throws InvalidConfigException with all problems that were found; with a single problem if the file cannot be
     *     read
     */
    public static CheckedConfig check(Path file, Collection<String> knownRegions) throws InvalidConfigException {
        Problems problems = new Problems(file.toString());
        return checked(decode(bytes(file, problems), problems), problems, knownRegions);
    }

    static CheckedConfig check(String sourceName, String yaml, Collection<String> knownRegions)
            throws InvalidConfigException {
        return checked(yaml, new Problems(sourceName), knownRegions);
    }

    private static CheckedConfig checked(String yaml, Problems problems, Collection<String> knownRegions)
            throws InvalidConfigException {
        Config config = parse(yaml, problems);
        return new CheckedConfig(config, problems.placed(Oddities.of(config, knownRegions)));
    }

    /**
     * Reads a configuration from the text of a file.
     *
     * @param sourceName the file's name in the problems
     * @throws InvalidConfigException with all problems that were found
     */
    public static Config parse(String sourceName, String yaml) throws InvalidConfigException {
        return parse(yaml, new Problems(sourceName));
    }

    private static Config parse(String yaml, Problems problems) throws InvalidConfigException {
        String text = yaml.startsWith("\uFEFF") ? yaml.substring(1) : yaml;
        Config config = new ConfigBinder(problems).bind(YamlTree.read(text, problems));
        problems.throwIfAny();
        return config;
    }

    private static byte[] bytes(Path file, Problems problems) throws InvalidConfigException {
        if (Files.isDirectory(file)) {
            throw problems.fatal(0, 0, "", "is a directory");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw problems.fatal(0, 0, "", "is larger than 4 MiB");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw problems.fatal(0, 0, "", "does not exist");
        } catch (AccessDeniedException e) {
            throw problems.fatal(0, 0, "", "may not be read by this user; give it the right to, as with chmod a+r");
        } catch (IOException e) {
            throw problems.fatal(0, 0, "", "cannot be read: " + FileReason.of(e));
        }
    }

    private static String decode(byte[] bytes, Problems problems) throws InvalidConfigException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            int[] read = text.codePoints().toArray();
            int[] at = TextPosition.of(read, read.length);
            throw problems.fatal(at[0], at[1], "", "is not UTF-8");
        }
        return text.toString();
    }
}
