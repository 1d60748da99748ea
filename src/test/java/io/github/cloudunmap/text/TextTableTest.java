package io.github.cloudunmap.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private final TextTable table = new TextTable("> ", "NAME", "COUNT", "WHY");

    @Test
    void alignsTextToTheLeftAndNumbersToTheRight() {
        table.row("a-long-name", 7, "x");
        table.row("b", 1000, "");

        assertThat(printed()).isEqualTo("""
                > NAME         COUNT  WHY
                > a-long-name      7  x
                > b             1000  -
                """);
    }

    @Test
    void noCellBreaksItsLineOrReachesTheTerminalUnescaped() {
        table.row("a\nb\u001b[2J", 1, "\u202etxt\tx");

        assertThat(printed().lines())
                .containsExactly("> NAME           COUNT  WHY", "> a\\nb\\u001b[2J      1  \\u202etxt\\tx");
    }

    @Test
    void aHugeCellWidensNoOtherRow() {
        table.row("x".repeat(41), 1, "long");
        table.row("b", 2, "short");

        assertThat(printed()).isEqualTo("""
                > NAME  COUNT  WHY
                > %s      1  long
                > b         2  short
                """.formatted("x".repeat(41)));
    }

    @Test
    void goesOnWithTheColumnsOfTheFirstRows() {
        table.row("first", 10, "x");
        assertThat(printed()).isEqualTo("> NAME   COUNT  WHY\n> first     10  x\n");

        table.row("b", 7, "y");
        table.row("longer", 100, "z");
        assertThat(printed()).isEqualTo("> b          7  y\n> longer    100  z\n");
    }

    private String printed() {
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text, true));
        return text.toString();
    }
}
