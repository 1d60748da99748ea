package io.github.cloudunmap.contract;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code moto_server} process on a free port of 127.0.0.1. */
final class MotoServer implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Running on (http://127\\.0\\.0\\.1:\\d+)");
    private static final int STARTUP_SECONDS = 60;
    private static final String UNKNOWN_VERSION = "moto of an unknown version";

    private final Process process;
    private final URI endpoint;

    private MotoServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static Optional<Path> onPath() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "moto_server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts the server and waits until it listens. */
    static MotoServer start(Path program) throws Exception {
        Process process = new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", "0")
                .redirectErrorStream(true)
                .start();
        CompletableFuture<URI> listening = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, listening), "moto-server-output");
        reader.setDaemon(true);
        reader.start();
        try {
            return new MotoServer(process, listening.get(STARTUP_SECONDS, TimeUnit.SECONDS));
        } catch (Exception e) {
            stop(process);
            throw e;
        }
    }

    URI endpoint() {
        return endpoint;
    }

    /**
     * The version of the moto that {@code python3} imports, which is the server's wherever both are installed as usual.
     */
    static String version() throws InterruptedException {
        try {
            Process python = new ProcessBuilder("python3", "-c", "import moto; print('moto', moto.__version__)")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String version = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return python.waitFor() == 0 ? version : UNKNOWN_VERSION;
        } catch (IOException e) {
            return UNKNOWN_VERSION;
        }
    }

    @Override
    public void close() {
        stop(process);
    }

    private static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    /** Reads to the end, so that the server never blocks on a full pipe. */
    private static void read(Process process, CompletableFuture<URI> listening) {
        StringBuilder output = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = lines.readLine()) != null) {
                Matcher matcher = LISTENING.matcher(line);
                if (matcher.find()) {
                    listening.complete(URI.create(matcher.group(1)));
                } else if (!listening.isDone()) {
                    output.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            output.append(e);
        }
        listening.completeExceptionally(new IllegalStateException("moto_server did not start:\n" + output));
    }
}
