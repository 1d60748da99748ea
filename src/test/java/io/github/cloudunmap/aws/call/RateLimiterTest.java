package io.github.cloudunmap.aws.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.aws.call.RateLimiter.Rate;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ten requests a second, three of them at once. */
final class RateLimiterTest {
    private final VirtualTime time = new VirtualTime();
    private final RecordingTimer timer = new RecordingTimer();
    private Rate rate = new Rate(10, 3);
    private final RateLimiter limiter = new RateLimiter(() -> rate, timer, time);

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @Test
    void aBurstDoesNotWaitAndLaterTurnsComeOneByOne() {
        List<CompletableFuture<Void>> turns = turns(5);

        assertThat(turns.subList(0, 3)).allMatch(CompletableFuture::isDone);
        assertThat(turns.subList(3, 5)).noneMatch(CompletableFuture::isDone);
        assertThat(timer.delays()).containsExactly(millis(100), millis(200));
    }

    @Test
    void aPauseGivesTheBurstBackAndNoMore() {
        turns(3);
        time.advance(Duration.ofHours(1));

        turns(4);

        assertThat(timer.delays()).containsExactly(millis(100));
    }

    @Test
    void aTurnIsTakenOnlyIfItHasCome() {
        turns(3);

        assertThat(limiter.takeIfFree()).isEqualTo(millis(100));
        assertThat(limiter.takeIfFree()).isEqualTo(millis(100));
        time.advance(Duration.ofMillis(100));
        assertThat(limiter.takeIfFree()).isZero();
        assertThat(limiter.takeIfFree()).isEqualTo(millis(100));
    }

    @Test
    void requestsThatDoNotWaitMakeLaterOnesWait() {
        turns(3);
        limiter.charge();
        limiter.charge();

        assertThat(limiter.takeIfFree()).isEqualTo(millis(300));
    }

    @Test
    void askingWhetherARequestMayBeSentTakesNoTurn() {
        turns(2);

        assertThat(limiter.free()).isDone();
        assertThat(limiter.free()).isDone();
        limiter.charge();
        assertThat(limiter.free()).isNotDone();
        assertThat(timer.delays()).containsExactly(millis(100));
    }

    @Test
    void anotherRateHoldsFromTheNextTurnOn() {
        turns(3);
        rate = new Rate(1000, 1);

        assertThat(limiter.takeIfFree()).isEqualTo(millis(300));
        rate = Rate.UNLIMITED;
        assertThat(turns(1000)).allMatch(CompletableFuture::isDone);
    }

    @Test
    void nobodyWaitsForATurnOnceTheProgramStops() {
        turns(3);
        timer.shutdownNow();

        assertThatThrownBy(() -> time.await("a turn", limiter.turn(), Duration.ofSeconds(1)))
                .isInstanceOf(ApiFailure.class)
                .hasMessage("the program is being stopped");
    }

    private List<CompletableFuture<Void>> turns(int count) {
        List<CompletableFuture<Void>> turns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            turns.add(limiter.turn());
        }
        return turns;
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
