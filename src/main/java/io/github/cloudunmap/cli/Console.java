package io.github.cloudunmap.cli;

import java.io.PrintWriter;

/** The writers of a command: one for its result, one for its messages. */
record Console(PrintWriter out, PrintWriter err) {
    @SuppressWarnings("DefaultCharset") // the streams have the console's own
    static Console ofProcess() {
        return new Console(new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    }
}
