package io.github.cloudunmap.config.yaml;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.cloudunmap.config.InvalidConfigException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Loads one hostile file for each seed: crafted ones first, then mutations of valid ones. Whatever comes out must be a
 * configuration or its problems. A program of its own, so that {@code -Xmx} bounds what a file may cost: see {@link
 * ConfigFuzzTest}.
 */
final class ConfigFuzz {
    private static final String SPICE = "&*!<>|{}[]:-?,#'\"%@`\\\t\n\r \0~=0\u0085\u2028\uFEFF\u001b";
    private static final int LARGEST = 4 << 20;

    private static final String SERVICE =
            "{service-id: a%d, service-region: us-east-1, instances-regions: [us-east-1]}";

    private static final List<Supplier<byte[]>> CRAFTED = List.of(
            () -> aliasBomb().getBytes(UTF_8),
            () -> full("- "),
            () -> full("["),
            () -> full("{a: "),
            () -> full("? "),
            () -> full("&a "),
            () -> full("!!map "),
            () -> full("a: b: "),
            () -> full("x"),
            () -> full("\t"),
            () -> full("\n"),
            () -> full("\0"),
            () -> full("# comment\n"),
            () -> full("---\n"),
            () -> full("a: b\n...\n"),
            () -> full("%YAML 1.1\n"),
            () -> full("%TAG ! tag:example.com,2026:\n"),
            () -> full("<<: *a\n"),
            () -> full("'"),
            () -> full("\"\\"),
            () -> full("a: \"\\x41\\u0041\\U00000041\"\n"),
            () -> full("é"),
            () -> full("\uD83D\uDE00"),
            () -> full("\uFEFF"),
            () -> full("- [a, b, {c: d}]\n"),
            () -> full("? [a]\n"),
            () -> lines("key%d: value\n"),
            () -> lines("\"\\e[31m%d\": 1\n"),
            () -> after("defaults:\n", lines("  key%d: value\n")),
            () -> after("services:\n", lines("  - service-id: %d\n")),
            () -> after("services:\n", lines("  - " + SERVICE + "\n")),
            () -> after("services:\n", lines("  - {service-id: a, key%1$d: value}\n")),
            () -> after("services:\n  - service-id: ", full("x")),
            () -> after("services:\n  - service-id: |\n", full("      some text\n")),
            () -> after("services:\n  - service-id: >\n", full("      folded\n\n")),
            () -> after("services:\n  - service-id: \"", full("\\u001b[31m \\\n    ")),
            () -> after("services:\n  - instances-regions:\n", full("      - us-east-1\n")),
            () -> after("workers: ", full("9")),
            () -> after("frequency: ", full("1h")),
            () -> "\uFEFFworkers: 4\n".getBytes(UTF_16LE),
            () -> new byte[] {(byte) 0xFE, (byte) 0xFF, 0, 'a'},
            () -> new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 0},
            () -> new byte[] {(byte) 0xC0, (byte) 0x80},
            () -> new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            () -> new byte[] {(byte) 0xF8, (byte) 0x88, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            () -> new byte[LARGEST],
            () -> random(new Random(1), LARGEST),
            () -> new byte[LARGEST + 1]);

    private ConfigFuzz() {}

    /**
     * Loads them, one after the other.
     *
     * @param arguments a file to write to, the first seed, and how many
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        long first = Long.parseLong(arguments[1]);
        long end = first + Long.parseLong(arguments[2]);
        List<byte[]> samples = samples();
        int crafted = 0;
        int mutated = 0;
        for (long seed = first; seed < end; seed++) {
            boolean isCrafted = seed < CRAFTED.size();
            Files.write(file, isCrafted ? CRAFTED.get((int) seed).get() : mutation(seed, samples));
            int accepted = isAccepted(file, seed) ? 1 : 0;
            crafted += isCrafted ? accepted : 0;
            mutated += isCrafted ? 0 : accepted;
        }
        System.out.println("accepted " + crafted + " crafted and " + mutated + " mutated of " + (end - first));
    }

    private static boolean isAccepted(Path file, long seed) {
        try {
            ConfigLoader.load(file);
            return true;
        } catch (InvalidConfigException e) {
            if (e.problems().isEmpty()) {
                throw new IllegalStateException("refused without a problem", e);
            }
            return false;
        } catch (RuntimeException | Error e) {
            System.out.println("mvn -q test -Dtest=ConfigFuzzTest -Dfuzz.seed=" + seed + " ends in " + e.getClass());
            throw e;
        }
    }

    private static List<byte[]> samples() throws IOException {
        List<byte[]> samples = new ArrayList<>();
        for (String file : List.of("config/unmap.yaml", "examples/multi-account.yaml", "examples/multi-region.yaml")) {
            samples.add(Files.readAllBytes(Path.of(file)));
        }
        return samples;
    }

    private static byte[] mutation(long seed, List<byte[]> samples) {
        Random random = new Random(seed);
        byte[] bytes = samples.get(random.nextInt(samples.size()));
        for (int i = random.nextInt(8); i >= 0; i--) {
            bytes = mutated(bytes, samples.get(random.nextInt(samples.size())), random);
        }
        return bytes;
    }

    /** The bytes with a piece of random length replaced by something else, or by nothing. */
    private static byte[] mutated(byte[] bytes, byte[] other, Random random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(20));
        byte[] piece = switch (random.nextInt(7)) {
            case 0 -> new byte[0];
            case 1 -> random(random, 1 + random.nextInt(3));
            case 2, 3 ->
                SPICE.substring(random.nextInt(SPICE.length())).substring(0, 1).getBytes(UTF_8);
            case 4 -> piece(other, random);
            case 5 -> repeated(piece(other, random), random.nextInt(3_000));
            default -> ("\n" + " ".repeat(random.nextInt(8))).getBytes(UTF_8);
        };
        ByteArrayOutputStream mutated = new ByteArrayOutputStream();
        mutated.write(bytes, 0, from);
        mutated.writeBytes(piece);
        mutated.write(bytes, to, bytes.length - to);
        return mutated.toByteArray();
    }

    private static byte[] piece(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length);
        int length = Math.min(random.nextInt(40), bytes.length - from);
        byte[] piece = new byte[length];
        System.arraycopy(bytes, from, piece, 0, length);
        return piece;
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] repeated(byte[] piece, int times) {
        ByteArrayOutputStream repeated = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            repeated.writeBytes(piece);
        }
        return repeated.toByteArray();
    }

    /** As often as fits into a file. */
    private static byte[] full(String piece) {
        byte[] bytes = piece.getBytes(UTF_8);
        return repeated(bytes, (LARGEST - 100) / bytes.length);
    }

    private static byte[] lines(String format) {
        return IntStream.range(0, (LARGEST - 100) / (format.length() + 6))
                .mapToObj(format::formatted)
                .collect(Collectors.joining())
                .getBytes(UTF_8);
    }

    private static byte[] after(String beginning, byte[] rest) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(beginning.getBytes(UTF_8));
        both.writeBytes(rest);
        return both.toByteArray();
    }

    private static String aliasBomb() {
        return Stream.concat(
                        Stream.of("a0: &a0 [x]\n"),
                        IntStream.range(1, 60_000)
                                .mapToObj(i -> "a%d: &a%1$d [*a%2$d, *a%2$d, *a%2$d]\n".formatted(i, i - 1)))
                .collect(Collectors.joining());
    }
}
