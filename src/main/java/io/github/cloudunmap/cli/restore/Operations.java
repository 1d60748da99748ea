package io.github.cloudunmap.cli.restore;

import io.github.cloudunmap.aws.RestorePorts;
import io.github.cloudunmap.reconcile.Deregistrar.OperationState;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits for Cloud Map's operations of one service. All waits of one object share one minute, which begins when the
 * object is created.
 */
final class Operations {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final RestorePorts ports;
    private final TimeSource time;
    private final long deadline;

    Operations(RestorePorts ports, TimeSource time) {
        this.ports = ports;
        this.time = time;
        this.deadline = time.nanos() + LONGEST_WAIT.toNanos();
    }

    /**
     * Waits until the operation has ended, or until a minute has passed since this object was created. Returns the
     * latest state of the operation; empty if Cloud Map has forgotten the operation or AWS denies GetOperation.
     *
     * @throws io.github.cloudunmap.reconcile.ApiFailure if the state could not be read for another reason
     */
    Optional<OperationState> state(String operation) {
        return last(
                "operation " + operation,
                () -> ports.registrar().state(operation),
                state -> state.isEmpty() || !(state.get() instanceof OperationState.UnderWay));
    }

    /**
     * Waits until Cloud Map has the registration with the requested attributes, or until a minute has passed since
     * this object was created. Returns whether Cloud Map has the registration.
     *
     * @throws io.github.cloudunmap.reconcile.ApiFailure if the registration could not be read
     */
    boolean isMade(RegisteredInstance registration) {
        return last(
                "registration " + registration.id(),
                () -> ports.reading()
                        .registry()
                        .get(registration.id())
                        .map(now -> now.attributesToRegister().equals(registration.attributesToRegister()))
                        .orElse(false),
                isThere -> isThere);
    }

    /**
     * Calls {@code reading} once a second, and at least once. Stops when {@code isLast} accepts the answer, or when a
     * minute has passed since this object was created. Returns the latest answer.
     */
    private <T> T last(String what, Supplier<T> reading, Predicate<T> isLast) {
        T answer = reading.get();
        while (!isLast.test(answer) && time.nanos() - deadline < 0) {
            CompletableFuture<Void> aSecond =
                    new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.SECONDS);
            time.await(what, aSecond, LONGEST_WAIT);
            answer = reading.get();
        }
        return answer;
    }
}
