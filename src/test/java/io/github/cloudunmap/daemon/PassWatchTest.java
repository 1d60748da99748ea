package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PassWatchTest {
    private static final Duration FREQUENCY = Duration.ofMinutes(5);
    private static final Duration PATIENCE = FREQUENCY.multipliedBy(3).plus(PassWatch.LONGEST_PASS);

    private final VirtualTime time = new VirtualTime();
    private final PassWatch watch = new PassWatch(time);

    /** Stands still until it is moved, from just before the nanoseconds overflow. */
    private static final class VirtualTime implements TimeSource {
        private long nanos = Long.MAX_VALUE - 1;

        void pass(Duration duration) {
            nanos += duration.toNanos();
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public <T> T await(CompletableFuture<T> answer, Duration atMost) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void watchTwoServices() {
        watch.add("srv-web", FREQUENCY);
        watch.add("srv-queue", FREQUENCY);
    }

    @Test
    void namesALoopWithoutAPassForThreeFrequenciesAndTheLongestPass() {
        time.pass(PATIENCE);
        assertThat(watch.stuck()).isEmpty();
        watch.passed("srv-queue");

        time.pass(Duration.ofNanos(1));
        assertThat(watch.stuck()).containsExactly("srv-web");
    }

    @Test
    void takesALoopThatGoesOnAsWell() {
        time.pass(PATIENCE.plusSeconds(1));
        watch.passed("srv-web");

        assertThat(watch.stuck()).containsExactly("srv-queue");
    }

    @Test
    void waitsAsLongAsANewFrequencyAsksFor() {
        watch.add("srv-web", Duration.ofHours(1));
        time.pass(PATIENCE.plusSeconds(1));

        assertThat(watch.stuck()).containsExactly("srv-queue");
    }

    @Test
    void expectsNothingOfAServiceThatWasRemoved() {
        watch.remove("srv-web");
        watch.passed("srv-web");
        time.pass(PATIENCE.plusSeconds(1));

        assertThat(watch.stuck()).containsExactly("srv-queue");
    }

    @Test
    void isReadyOnceEveryServiceOfTheStartHasPassedOrGone() {
        assertThat(watch.isFirstRoundDone()).isFalse();
        watch.passed("srv-web");
        watch.passed("srv-web");
        assertThat(watch.isFirstRoundDone()).isFalse();
        watch.remove("srv-queue");
        assertThat(watch.isFirstRoundDone()).isTrue();
    }

    @Test
    void staysReadyWhenAServiceIsAddedLater() {
        watch.passed("srv-web");
        watch.passed("srv-queue");
        watch.add("srv-new", FREQUENCY);

        assertThat(watch.isFirstRoundDone()).isTrue();
    }
}
