package io.github.cloudunmap.cli;

import java.io.PrintWriter;

/** The writers of a command: one for the result, and one for messages. */
record Console(PrintWriter out, PrintWriter err) {
    @SuppressWarnings("DefaultCharset") // the streams already have the console's charset
    static Console ofProcess() {
        return new Console(new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    }
}
