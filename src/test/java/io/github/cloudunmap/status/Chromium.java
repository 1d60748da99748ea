package io.github.cloudunmap.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real browser, if this machine has one. */
record Chromium(Path binary) {
    static Optional<Chromium> find() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Chromium::new);
    }

    /** What it prints: the page as it stands after loading, and then what it logged. */
    record Visit(String dom, String log) {}

    /** Loads the page with a profile of its own below {@code directory}. */
    Visit visit(Path directory, String... argumentsAndUrl) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--enable-logging=stderr",
                "--log-level=0",
                "--user-data-dir=" + directory.resolve("profile")));
        command.addAll(List.of(argumentsAndUrl));
        Path dom = directory.resolve("dom");
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        process.waitFor();
        return new Visit(Files.readString(dom, UTF_8), Files.readString(log, UTF_8));
    }
}
