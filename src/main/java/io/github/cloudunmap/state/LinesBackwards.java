package io.github.cloudunmap.state;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Reads the lines of a file from the last to the first. So the last lines are read quickly, however large the file is.
 */
final class LinesBackwards {
    private static final int BLOCK = 1 << 16;

    /** Takes one line. */
    interface Taker {
        /**
         * @param line the line, without its line feed
         * @return whether to read the line before this one too
         */
        boolean take(byte[] line) throws IOException, NewerFormatException;
    }

    private LinesBackwards() {}

    /**
     * Hands over the lines, the last one first, until the taker wants no more. Of a line longer than
     * {@link Lines#LONGEST}, perhaps only a part is handed over.
     *
     * @return true if the taker has got all lines and still wants more; false if the taker wants no more
     */
    static boolean read(FileChannel file, Taker taker) throws IOException, NewerFormatException {
        byte[] rest = new byte[0]; // the end of a line whose beginning has not been read yet
        long start = file.size();
        while (start > 0) {
            int count = (int) Math.min(BLOCK, start);
            start -= count;
            byte[] bytes = new byte[count + rest.length];
            fill(ByteBuffer.wrap(bytes, 0, count), file, start);
            System.arraycopy(rest, 0, bytes, count, rest.length);
            int end = bytes.length;
            for (int i = count - 1; i >= 0; i--) {
                if (bytes[i] == '\n') {
                    if (!taker.take(Arrays.copyOfRange(bytes, i + 1, end))) {
                        return false;
                    }
                    end = i;
                }
            }
            rest = Arrays.copyOf(bytes, end > Lines.LONGEST ? 0 : end);
        }
        return taker.take(rest);
    }

    private static void fill(ByteBuffer bytes, FileChannel file, long start) throws IOException {
        while (bytes.hasRemaining()) {
            int position = bytes.position();
            if (file.read(bytes, start + position) < 0) {
                throw new EOFException("the file has become shorter");
            }
        }
    }
}
