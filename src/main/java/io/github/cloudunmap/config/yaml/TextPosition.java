package io.github.cloudunmap.config.yaml;

/** Converts an offset in a text to a line and a column, both from 1. */
final class TextPosition {
    private TextPosition() {}

    /**
     * Returns the line and the column of a code point.
     *
     * @param offset the offset in code points, from 0
     */
    static int[] of(int[] text, int offset) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(offset, text.length); i++) {
            if (text[i] == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new int[] {line, column};
    }
}
