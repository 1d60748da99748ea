package io.github.cloudunmap;

import io.github.cloudunmap.Paper.Fence;
import io.github.cloudunmap.ShellSession.Outcome;
import io.github.cloudunmap.ShellSession.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Does what a page says, block by block, as a reader would, and compares what that prints with what the page shows. */
final class PageSession implements AutoCloseable {
    static final String RUN = "run";
    static final String START = "start";
    static final String OUTPUT = "output";
    static final String FILE = "file ";

    /** Of a program that ended at SIGTERM: once its first pass had begun, and before. */
    private static final Set<Integer> STOPPED = Set.of(0, 143);

    private final String page;
    private final Path directory;
    private final Map<String, String> ports;
    private final ShellSession shell;
    private final Deque<Running> started = new ArrayDeque<>();

    /**
     * @param directory where the reader is
     * @param ports ports that the page names, and those that this machine has free in their place
     */
    PageSession(String page, Path directory, Map<String, String> ports, ShellSession shell) {
        this.page = page;
        this.directory = directory;
        this.ports = Map.copyOf(ports);
        this.shell = shell;
    }

    /** Fails at the first command that fails, or prints something else than the page shows. */
    void read() throws IOException {
        List<Fence> blocks = Paper.of(page).fences();
        for (int i = 0; i < blocks.size(); i++) {
            Fence block = blocks.get(i);
            Optional<ShownOutput> shown = Optional.of(i + 1)
                    .filter(next ->
                            next < blocks.size() && blocks.get(next).marking().equals(OUTPUT))
                    .map(next -> new ShownOutput(blocks.get(next).content()));
            if (block.marking().startsWith(FILE)) {
                Path file = directory.resolve(block.marking().substring(FILE.length()));
                Files.writeString(file, here(block.content()));
            } else if (block.marking().equals(RUN)) {
                run(block, shown);
            } else if (block.marking().equals(START)) {
                start(block, shown);
            }
        }
        while (!started.isEmpty()) {
            Running program = started.pop();
            int exitCode = shell.stop(program);
            if (!STOPPED.contains(exitCode)) {
                throw new AssertionError(page + ": a program ended with " + exitCode + ":\n" + program.output());
            }
        }
    }

    private void run(Fence block, Optional<ShownOutput> shown) throws IOException {
        Outcome printed = run(block, commands(block));
        Optional<String> difference = shown.flatMap(output -> output.difference(printed.stdout()));
        if (difference.isPresent()) {
            throw failure(block, block.content().strip(), difference.get() + printed.stderr());
        }
    }

    private Outcome run(Fence block, List<String> commands) throws IOException {
        Outcome all = new Outcome(0, "", "");
        for (String command : commands) {
            Outcome outcome = shell.run(here(command));
            all = new Outcome(
                    outcome.exitCode(),
                    all.stdout() + asOnThePage(outcome.stdout()),
                    all.stderr() + asOnThePage(outcome.stderr()));
            if (outcome.exitCode() != 0) {
                throw failure(block, command, "ended with " + outcome.exitCode() + ":\n" + all.stdout() + all.stderr());
            }
        }
        return all;
    }

    /** Starts the last command of the block, once those before it have ended. */
    private void start(Fence block, Optional<ShownOutput> shown) throws IOException {
        List<String> commands = commands(block);
        String command = commands.get(commands.size() - 1);
        run(block, commands.subList(0, commands.size() - 1));
        ShownOutput output = shown.orElse(new ShownOutput("…"));
        Running program = shell.start(
                here(command), printed -> output.missing(asOnThePage(printed)).isEmpty());
        started.push(program);
        if (!program.hasShown()) {
            String printed = asOnThePage(program.output().toString());
            throw failure(block, command, output.missing(printed).orElse("it has ended:\n" + printed));
        }
    }

    private AssertionError failure(Fence block, String command, String what) {
        return new AssertionError(page + ", line " + block.line() + ": " + command + "\n" + what);
    }

    /** The commands of a block, those of several lines in one piece, without its comments. */
    static List<String> commands(Fence block) {
        List<String> commands = new ArrayList<>();
        for (String line : block.content().replace("\\\n", "").lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                commands.add(line.strip());
            }
        }
        return commands;
    }

    private String here(String text) {
        return replaced(text, ports);
    }

    private String asOnThePage(String text) {
        return replaced(
                text, ports.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey)));
    }

    private static String replaced(String text, Map<String, String> words) {
        String changed = text;
        for (Map.Entry<String, String> word : words.entrySet()) {
            changed = changed.replaceAll("\\b" + word.getKey() + "\\b", word.getValue());
        }
        return changed;
    }

    @Override
    public void close() {
        shell.close();
    }
}
