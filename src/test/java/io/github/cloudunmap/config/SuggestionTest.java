package io.github.cloudunmap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestionTest {
    private static final List<String> KEYS = List.of("ids", "workers", "frequency");

    @ParameterizedTest
    @ValueSource(strings = {"frequenc", "frequencyy", "frequenzy", "rfequency", "rfequenc", "frequencyxy", "FREQUENCY"})
    void aWordWithAtMostTwoMistakesInNineLettersIsRecognised(String word) {
        assertThat(Suggestion.of(word, KEYS)).isEqualTo("; did you mean frequency?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"frequ", "frequencyxyz", "rfequencyxy", "rfeuqency-", "workshop"})
    void aWordWithMoreMistakesIsNot(String word) {
        assertThat(Suggestion.of(word, KEYS)).isEmpty();
    }

    @Test
    void aShortWordMayHaveOneMistake() {
        assertThat(Suggestion.of("id", KEYS)).isEqualTo("; did you mean ids?");
        assertThat(Suggestion.of("i", KEYS)).isEmpty();
    }

    @Test
    void wordsOfMoreThanFortyLettersAreNotCompared() {
        String known = "k".repeat(40);
        assertThat(Suggestion.of("k".repeat(39) + "x", List.of(known))).isEqualTo("; did you mean " + known + "?");
        assertThat(Suggestion.of("k".repeat(40) + "x", List.of(known))).isEmpty();
    }
}
