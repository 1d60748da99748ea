package io.github.cloudunmap.cli;

import io.github.cloudunmap.daemon.Signals;

/** The program's entry point. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLineProgram(new Signals().install()).run(args));
    }
}
