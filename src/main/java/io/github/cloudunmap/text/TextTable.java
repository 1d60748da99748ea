package io.github.cloudunmap.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A text table with aligned columns. Columns of whole numbers are aligned to the right. Each row becomes one line that
 * is safe to print on a terminal, even if a cell contains control characters.
 */
public final class TextTable {
    /** The most characters of a column. A longer cell moves only the rest of its own row to the right. */
    private static final int WIDEST_COLUMN = 40;

    private static final String GAP = "  ";

    private final String indent;
    private final List<String> heading;
    private final List<List<String>> rows = new ArrayList<>();
    private int[] widths = {};
    private boolean[] numeric = {};

    /**
     * Makes a table without rows.
     *
     * @param indent the text at the beginning of every line
     * @param heading one text for each column
     */
    public TextTable(String indent, String... heading) {
        this.indent = indent;
        this.heading = List.of(heading);
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column; an empty cell is shown as a dash
     */
    public void row(Object... cells) {
        rows.add(Stream.of(cells)
                .map(String::valueOf)
                .map(OneLine::escape)
                .map(cell -> cell.isEmpty() ? "-" : cell)
                .toList());
    }

    /**
     * Prints the rows so far, and forgets them. The first call also prints the heading and sets the widths of the
     * columns, which later calls keep. So a table can have more rows than fit into the heap.
     */
    public void print(PrintWriter out) {
        if (widths.length == 0) {
            align();
            out.println(line(heading));
        }
        rows.forEach(row -> out.println(line(row)));
        rows.clear();
    }

    private void align() {
        int columns = heading.size();
        widths = IntStream.range(0, columns).map(this::width).toArray();
        numeric = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            numeric[column] = isNumeric(column);
        }
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder(indent);
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(Math.max(0, widths[column] - length(cell)));
            line.append(column == 0 ? "" : GAP).append(numeric[column] ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return Stream.concat(Stream.of(heading), rows.stream())
                .mapToInt(row -> length(row.get(column)))
                .filter(width -> width <= WIDEST_COLUMN)
                .max()
                .orElse(0);
    }

    private boolean isNumeric(int column) {
        return rows.stream().allMatch(row -> row.get(column).chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
