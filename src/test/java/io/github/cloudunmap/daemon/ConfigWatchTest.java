package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConfigWatchTest {
    private Optional<String> content = Optional.of("first");
    private Optional<String> takenOver = Optional.of("first");
    private final List<String> reloads = new ArrayList<>();
    private final ConfigWatch watch = new ConfigWatch(() -> content, () -> takenOver, this::reload);

    private void reload() {
        reloads.add(content.orElse("unreadable"));
        takenOver = content.filter(List.of("first", "second")::contains);
    }

    @Test
    void reloadsOnceWhatIsNew() {
        watch.look();
        content = Optional.of("second");
        watch.look();
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
    void reloadsWhatIsInEffectOnceTheFileGoesBackToItSoThatTheAlarmEnds() {
        content = Optional.of("broken");
        watch.look();
        content = Optional.of("first");
        watch.look();
        watch.look();

        assertThat(reloads).containsExactly("broken", "first");
    }

    @Test
    void waitsForOneLookWhileTheFileIsGone() {
        content = Optional.empty();
        watch.look();
        content = Optional.of("first");
        watch.look();

        assertThat(reloads).isEmpty();
    }

    @Test
    void triesAFileThatStaysGoneSoThatTheLogSaysSoOnce() {
        content = Optional.empty();
        watch.look();
        watch.look();
        watch.look();
        content = Optional.of("first");
        watch.look();
        watch.look();

        assertThat(reloads).containsExactly("unreadable", "first");
    }
}
