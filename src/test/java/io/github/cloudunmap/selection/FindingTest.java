package io.github.cloudunmap.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a reading of a selection is believed. */
final class FindingTest {
    @Test
    void believesTheFirstReading() {
        assertThat(Finding.after(null, services(0, 0))).isEqualTo(new Finding(List.of(), false));
        assertThat(Finding.after(null, services(0, 3))).isEqualTo(new Finding(services(0, 3), false));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 9, false",
        "1, 0, 0, true",
        "2, 1, 2, false",
        "3, 2, 9, true",
        "4, 2, 4, false",
        "5, 3, 5, true",
        "5, 3, 500, true",
        "10, 10, 20, true"
    })
    void postponesAReadingThatLacksMoreThanHalf(int known, int from, int to, boolean isPostponed) {
        Finding before = new Finding(services(0, known), false);

        Finding after = Finding.after(before, services(from, to));

        assertThat(after.isPostponed()).isEqualTo(isPostponed);
        assertThat(after.services()).isEqualTo(isPostponed ? before.services() : services(from, to));
    }

    @Test
    void believesTheSecondInARow() {
        Finding postponed = Finding.after(new Finding(services(0, 10), false), List.of());

        assertThat(Finding.after(postponed, services(0, 2))).isEqualTo(new Finding(services(0, 2), false));
        assertThat(Finding.after(postponed, services(0, 9))).isEqualTo(new Finding(services(0, 9), false));
    }

    @Test
    void aNewNameMakesNoOtherService() {
        Finding before = new Finding(List.of(new FoundService("srv-1", "api-1")), false);
        List<FoundService> renamed = List.of(new FoundService("srv-1", "api-2"));

        assertThat(Finding.after(before, renamed)).isEqualTo(new Finding(renamed, false));
    }

    private static List<FoundService> services(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new FoundService("srv-" + i, "api-" + i))
                .toList();
    }
}
