package io.github.cloudunmap.cli;

import io.github.cloudunmap.process.Signals;

/** The program's entry point. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLineProgram(new Signals().install(), Console.ofProcess()).run(args);
    }
}
