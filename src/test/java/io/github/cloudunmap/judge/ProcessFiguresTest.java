package io.github.cloudunmap.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.judge.ProcessFigures.Sample;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What leaks is found, and what only varies is not. */
final class ProcessFiguresTest {
    @Test
    void aProcessThatKeepsItsSizeIsFlat() {
        assertThat(life(180, age -> new Sample(0, age, 150_000 + age % 10, 30 + age % 3, 40 + age % 5))
                        .growth())
                .isEmpty();
    }

    @Test
    void aLeakIsFound() {
        assertThat(life(180, age -> new Sample(0, age, 100_000 + 150 * age, 30, 40))
                        .growth())
                .singleElement()
                .asString()
                .startsWith("RSS in KB of life 0 grew");
        assertThat(life(180, age -> new Sample(0, age, 150_000, 30 + age / 10, 40))
                        .growth())
                .singleElement()
                .asString()
                .startsWith("threads of life 0 grew");
        assertThat(life(180, age -> new Sample(0, age, 150_000, 30, 40 + age / 5))
                        .growth())
                .singleElement()
                .asString()
                .startsWith("descriptors of life 0 grew");
    }

    @Test
    void aStartAndAShortLifeAreNotJudged() {
        assertThat(life(180, age -> new Sample(0, age, age < 50 ? 1000 * age : 150_000, 30, 40))
                        .growth())
                .isEmpty();
        assertThat(life(140, age -> new Sample(0, age, 1000 * age, 30, 40)).longLives())
                .isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRunningProcessIsSampledAndAnEndedOneIsNot() throws Exception {
        ProcessFigures figures = new ProcessFigures();
        figures.sample(ProcessHandle.current().pid(), 0, 60);
        figures.sample(Long.MAX_VALUE, 0, 60);

        assertThat(figures.spread(Sample::rssKb, 1).split(" / ")).hasSize(3).doesNotContain("0");
        assertThat(figures.spread(Sample::threads, 1).split(" / ")).doesNotContain("0");
        assertThat(figures.spread(Sample::descriptors, 1).split(" / ")).doesNotContain("0");
    }

    private static ProcessFigures life(int seconds, LongFunction<Sample> sample) {
        ProcessFigures figures = new ProcessFigures();
        for (int age = 0; age <= seconds; age += 2) {
            figures.add(sample.apply(age));
        }
        return figures;
    }
}
