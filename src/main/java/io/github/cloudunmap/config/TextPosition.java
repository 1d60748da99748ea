package io.github.cloudunmap.config;

/** Lines and columns, from 1, of an offset into a text. */
final class TextPosition {
    private TextPosition() {}

    /** Line and column of a code point. */
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
