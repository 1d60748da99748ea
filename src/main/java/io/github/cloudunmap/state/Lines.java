package io.github.cloudunmap.state;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a file, one at a time, in a buffer that grows to the longest of them. */
final class Lines {
    /**
     * The most bytes of a line: far more than the attributes of Cloud Map need. A longer line cannot be from a journal.
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

    /** Whether there is another line; then it is in {@link #bytes}. */
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

    /** Holds the line up to {@link #length}. */
    byte[] bytes() {
        return line;
    }

    /**
     * The length of the line in bytes, without its line feed. If it exceeds {@link #LONGEST}, the rest of the line is
     * not kept.
     */
    int length() {
        return length;
    }
}
