package io.github.cloudunmap.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeregistrationLimitTest {
    @ParameterizedTest
    @CsvSource({"25, 100, 25", "25, 7, 1", "50, 7, 3", "99, 100, 99", "100, 7, 7", "100, 2147483647, 2147483647"})
    void aPercentageIsRoundedDown(int percent, int addressed, int limit) {
        assertThat(new DeregistrationLimit.Percentage(percent).of(addressed)).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({"1, 99", "25, 3", "25, 0"})
    void aPercentageAllowsAtLeastOne(int percent, int addressed) {
        assertThat(new DeregistrationLimit.Percentage(percent).of(addressed)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000})
    void aCountDoesNotDependOnTheSizeOfTheService(int addressed) {
        assertThat(new DeregistrationLimit.Count(3).of(addressed)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 101})
    void aPercentageIsOneToAHundred(int percent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeregistrationLimit.Percentage(percent))
                .withMessage("a percentage must be 1%% to 100%%, not %d%%", percent);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aCountIsAtLeastOne(int count) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeregistrationLimit.Count(count))
                .withMessage("a count must be at least 1, not %d", count);
    }

    @Test
    void bothAreSpelledAsInTheFile() {
        assertThat(new DeregistrationLimit.Percentage(25)).hasToString("25%");
        assertThat(new DeregistrationLimit.Count(10)).hasToString("10");
    }
}
