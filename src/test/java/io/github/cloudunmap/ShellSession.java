package io.github.cloudunmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A bash that a reader types commands into: what one sets, such as a variable, holds for the next. */
final class ShellSession implements AutoCloseable {
    /** How a command ended, and what it printed. */
    record Outcome(int exitCode, String stdout, String stderr) {}

    /** A program that runs beside the commands that follow. */
    record Running(long pid, CompletableFuture<Void> shown, StringBuffer output) {
        /** Waits until it has shown what was asked for. */
        boolean hasShown() {
            try {
                return shown.handle((done, failure) -> failure == null).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                return false;
            }
        }
    }

    private static final long DEADLINE_SECONDS = 120;
    /** Ends a session whose command never ends; whoever waits for it then learns that. */
    private static final Executor AT_THE_LATEST =
            CompletableFuture.delayedExecutor(5 * DEADLINE_SECONDS, TimeUnit.SECONDS);

    private final Path files;
    private final Process bash;
    private final BufferedReader answers;
    private int commands;

    /**
     * @param directory where the commands run
     * @param files where the session keeps its own files
     * @param environment all variables that the commands see
     */
    ShellSession(Path directory, Path files, Map<String, String> environment) throws IOException {
        this.files = files;
        ProcessBuilder builder = new ProcessBuilder(List.of("bash", "--noprofile", "--norc"))
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        this.bash = builder.start();
        this.answers = new BufferedReader(new InputStreamReader(bash.getInputStream(), UTF_8));
        AT_THE_LATEST.execute(this::close);
    }

    Outcome run(String command) throws IOException {
        Path script = script(command);
        Path stdout = files.resolve(commands + ".out");
        Path stderr = files.resolve(commands + ".err");
        String status = ask(". " + quoted(script) + " >" + quoted(stdout) + " 2>" + quoted(stderr) + "; echo $?");
        return new Outcome(Integer.parseInt(status), Files.readString(stdout), Files.readString(stderr));
    }

    /** Starts a simple command, whose program runs on until {@link #stop}. */
    @SuppressWarnings("JdkObsolete") // Two threads use the output, so it has to be a StringBuffer.
    Running start(String command, Predicate<String> hasShown) throws IOException {
        Path script = script("exec " + command);
        Path pipe = files.resolve(commands + ".pipe");
        ask("mkfifo " + quoted(pipe) + "; echo $?");
        long pid = Long.parseLong(ask("(. " + quoted(script) + ") >" + quoted(pipe) + " 2>&1 & echo $!"));
        Running running = new Running(pid, new CompletableFuture<>(), new StringBuffer());
        Thread reader = new Thread(() -> read(pipe, running, hasShown), "output of " + command);
        reader.setDaemon(true);
        reader.start();
        return running;
    }

    private static void read(Path pipe, Running running, Predicate<String> hasShown) {
        try (BufferedReader lines = Files.newBufferedReader(pipe)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                running.output.append(line).append('\n');
                if (!running.shown.isDone() && hasShown.test(running.output.toString())) {
                    running.shown.complete(null);
                }
            }
            running.shown.completeExceptionally(new IllegalStateException("it has ended"));
        } catch (IOException e) {
            running.shown.completeExceptionally(e);
        }
    }

    /** Sends SIGTERM, and returns the exit code. */
    int stop(Running running) throws IOException {
        return Integer.parseInt(ask("kill -TERM " + running.pid + "; wait " + running.pid + "; echo $?"));
    }

    private Path script(String command) throws IOException {
        commands++;
        return Files.writeString(files.resolve(commands + ".sh"), command + "\n");
    }

    private String ask(String line) throws IOException {
        Writer input = bash.outputWriter(UTF_8);
        input.write("{ " + line + "; } </dev/null\n");
        input.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the shell has ended, or the command took too long: " + line);
        }
        return answer;
    }

    private static String quoted(Path file) {
        return "'" + file + "'";
    }

    @Override
    public void close() {
        bash.descendants().forEach(ProcessHandle::destroyForcibly);
        bash.destroyForcibly();
    }
}
