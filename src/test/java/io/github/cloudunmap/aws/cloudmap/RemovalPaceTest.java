package io.github.cloudunmap.aws.cloudmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.aws.call.RecordingTimer;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long removals wait for their turn once AWS has throttled one of them. */
final class RemovalPaceTest {
    private final VirtualTime time = new VirtualTime();
    private final RecordingTimer timer = new RecordingTimer();
    private final RemovalPace pace = new RemovalPace(timer, time);

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @Test
    void nothingWaitsUntilAwsThrottles() {
        assertThat(turns(1000)).allMatch(CompletableFuture::isDone);
        assertThat(timer.delays()).isEmpty();
    }

    @Test
    void tenTurnsASecondComeAfterTheFirstThrottledRemoval() {
        pace.throttled();
        turns(4);
        assertThat(timer.delays()).containsExactly(millis(100), millis(200), millis(300));
    }

    @Test
    void removalsThatWereThrottledTogetherSlowDownOnce() {
        pace.throttled();
        pace.throttled();
        turns(2);
        assertThat(timer.delays()).containsExactly(millis(100));
    }

    @Test
    void aLaterThrottledRemovalHalvesTheRate() {
        pace.throttled();
        time.advance(Duration.ofSeconds(1));
        pace.throttled();
        turns(2);
        assertThat(timer.delays()).containsExactly(millis(200));
    }

    @Test
    void theRateNeverFallsBelowOneInTwoSeconds() {
        for (int i = 0; i < 20; i++) {
            pace.throttled();
            time.advance(Duration.ofSeconds(1));
        }
        turns(2);
        assertThat(timer.delays()).containsExactly(millis(2000));
    }

    @Test
    void nothingWaitsAnyMoreWhenAwsHasAdmittedEnough() {
        pace.throttled();
        for (int i = 0; i < 201; i++) {
            pace.admitted();
        }
        assertThat(turns(3)).allMatch(CompletableFuture::isDone);
    }

    private List<CompletableFuture<Void>> turns(int count) {
        List<CompletableFuture<Void>> turns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            turns.add(pace.turn());
        }
        return turns;
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
