package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConfigWatchTest {
    private Optional<String> content = Optional.of("first");
    private String inEffect = "first";
    private final List<String> reloads = new ArrayList<>();
    private final ConfigWatch watch =
            new ConfigWatch(() -> content, () -> inEffect, () -> reloads.add(content.orElseThrow()));

    @Test
    void reloadsOnceWhatIsNew() {
        watch.look();
        content = Optional.of("second");
        watch.look();
        inEffect = "second";
        watch.look();

        assertThat(reloads).containsExactly("second");
    }

    @Test
    void asksOnceForWhatCannotBeTakenOver() {
        content = Optional.of("broken");
        watch.look();
        watch.look();
        content = Optional.of("mended");
        watch.look();

        assertThat(reloads).containsExactly("broken", "mended");
    }

    @Test
    void triesAgainAfterFiveMinutesWhatCouldNotBeTakenOver() {
        content = Optional.of("refused by an endpoint that was down");
        watch.look();
        long looks = ConfigWatch.RETRY_AFTER.dividedBy(ConfigWatch.EVERY);
        for (long i = 1; i < looks; i++) {
            watch.look();
        }
        assertThat(reloads).hasSize(1);
        watch.look();

        assertThat(reloads).hasSize(2);
    }

    @Test
    void goesBackToWhatWasInEffectWithoutAReload() {
        content = Optional.of("broken");
        watch.look();
        content = Optional.of("first");
        watch.look();
        content = Optional.of("broken");
        watch.look();

        assertThat(reloads).containsExactly("broken");
    }

    @Test
    void waitsWhileTheFileIsGone() {
        content = Optional.empty();
        watch.look();

        assertThat(reloads).isEmpty();
    }
}
