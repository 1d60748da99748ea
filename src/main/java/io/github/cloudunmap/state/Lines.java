package io.github.cloudunmap.state;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads the lines of a file, one at a time, into a buffer that grows with the longest line. */
final class Lines {
    /**
     * The most bytes of a line: far more than the attributes of a registration need. A longer line cannot be from a
     * journal.
     */
    static final int LONGEST = 1 << 20;

    private final InputStream in;
    private final byte[] block = new byte[1 << 16];
    private byte[] line = new byte[1 << 12];
    private int next;
    private int end;
    private int length;
    private boolean isEnded;

    Lines(InputStream in) {
        this.in = in;
    }

    /** Reads the next line into {@link #bytes}. Returns false at the end of the file. */
    boolean next() throws IOException {
        length = 0;
        isEnded = false;
        boolean any = false;
        while (!isEnded && (next < end || fill())) {
            any = true;
            int stop = next;
            while (stop < end && block[stop] != '\n') {
                stop++;
            }
            append(stop - next);
            isEnded = stop < end;
            next = isEnded ? stop + 1 : stop;
        }
        return any;
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(0, in.read(block));
        return end > 0;
    }

    private void append(int count) {
        int taken = Math.min(count, LONGEST - Math.min(LONGEST, length));
        if (taken > 0 && length + taken > line.length) {
            line = Arrays.copyOf(line, Math.min(LONGEST, Math.max(length + taken, 2 * line.length)));
        }
        System.arraycopy(block, next, line, Math.min(length, LONGEST), taken);
        length += count;
        if (length < 0) {
            length = LONGEST + 1;
        }
    }

    /** Returns the buffer, which holds the line up to {@link #length}. */
    byte[] bytes() {
        return line;
    }

    /**
     * Returns the length of the line in bytes, without its line feed. If it exceeds {@link #LONGEST}, the buffer holds
     * only the line's beginning.
     */
    int length() {
        return length;
    }
}
