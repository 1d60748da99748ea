package io.github.cloudunmap.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which names a glob means. */
final class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "web, web, true",
        "web, web1, false",
        "web, Web, false",
        "*, '', true",
        "*, x, true",
        "'', x, false",
        "api-*, api-, true",
        "api-*, api-9, true",
        "api-*, xapi-9, false",
        "*-9, api-9, true",
        "*-9, api-9-9, true",
        "*-9, api-91, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-b-b, false",
        "a.c, abc, false",
        "**, x, true",
        "*?, '', false"
    })
    void matchesAsAWhole(String glob, String name, boolean matches) {
        assertThat(Names.matchAny(List.of(glob), name)).isEqualTo(matches);
    }

    @Test
    void theEndOfAGlobMatchesNoCharacter() {
        assertThat(Names.matchAny(List.of("web"), "web\0")).isFalse();
        assertThat(Names.matchAny(List.of("web*"), "web\0")).isTrue();
    }

    @Test
    void oneOfSeveralSuffices() {
        assertThat(Names.matchAny(List.of("web", "api-*"), "api-1")).isTrue();
        assertThat(Names.matchAny(List.of("web", "api-*"), "db")).isFalse();
    }

    @Test
    void takesNoLongForAGlobOfManyStars() {
        assertThat(Names.matchAny(List.of("*a".repeat(127) + "b"), "a".repeat(255)))
                .isFalse();
    }
}
