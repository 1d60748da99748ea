package io.github.cloudunmap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a page is taken to show what a program printed. */
final class ShownOutputTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    gone                               | gone                                 | true
                    gone                               | gone again                           | false
                    gone … s after                     | gone 7.31 s after                    | true
                    gone … s after                     | gone 7.31 s before                   | false
                    gone 0.21 s after                  | gone 17 s after                      | true
                    gone 0.21 s after                  | gone 17 ms after                     | false
                    1 of 4                             | 1 of 5                               | false
                    web  a  ok                         | web    a   ok                        | true
                    web a                              | web  a                               | false
                    at 2026-11-29T20:05:53Z            | at 2027-01-02T03:04:05Z              | true
                    at 2026-11-29T20:05:53Z            | at noon                              | false
                    20261129T200553Z-5f3a9c01          | 20270102T030405Z-00000000            | true
                    20261129T200553Z-5f3a9c01          | 20270102T030405Z                     | false
                    0f5e3a9b-7c2d-4e61-a8b0-c9d1e2f3a4b5 | 00000000-7c2d-4e61-a8b0-c9d1e2f3a4b5 | true
                    i-0454021de755d453b                | i-0454021de755d453c                  | false
                    a.b                                | acb                                  | false
                    """)
    void comparesALine(String shown, String printed, boolean fits) {
        assertThat(new ShownOutput(shown + "\n").difference(printed + "\n").isEmpty())
                .isEqualTo(fits);
    }

    @Test
    void anEllipsisAloneStandsForAnyNumberOfLines() {
        ShownOutput shown = new ShownOutput("first\n…\nlast\n");

        assertThat(shown.difference("first\nlast\n")).isEmpty();
        assertThat(shown.difference("first\na\nb\nlast\n")).isEmpty();
        assertThat(shown.difference("first\na\nb\n"))
                .hasValue("the page shows this line: last\nbut this was printed:\nfirst\na\nb\n");
    }

    @Test
    void namesTheFirstLineThatDiffers() {
        assertThat(new ShownOutput("one\ntwo\nthree\n").difference("one\n2\n3\n"))
                .hasValue("the page shows this line: two\nbut this was printed:\none\n2\n3\n");
        assertThat(new ShownOutput("one\n").difference("one\ntwo\n"))
                .hasValue("the page shows nothing more\nbut this was printed:\none\ntwo\n");
    }

    @Test
    void blankLinesAtTheEndDoNotCount() {
        assertThat(new ShownOutput("one\n").difference("one\n\n")).isEmpty();
        assertThat(new ShownOutput("one\n").difference("\n")).isNotEmpty();
    }

    @Test
    void findsItsLinesAmongOthers() {
        ShownOutput shown = new ShownOutput("one\ntwo\n");

        assertThat(shown.missing("zero\none\nbetween\ntwo\nthree\n")).isEmpty();
        assertThat(shown.missing("two\none\n"))
                .hasValue("the page shows this line: two\nbut this was printed:\ntwo\none\n");
    }
}
