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
     * Waits until the operation has ended, or until this object's minute is over. Returns the state of the operation
     * at that time; empty if the state can never be read.
     *
     * @throws io.github.cloudunmap.reconcile.ApiFailure if the state could not be read this time
     */
    Optional<OperationState> state(String operation) {
        return last(
                "operation " + operation,
                () -> ports.registrar().state(operation),
                state -> state.isEmpty() || !(state.get() instanceof OperationState.UnderWay));
    }

    /**
     * Waits until the registration is there with its attributes, or until this object's minute is over. Returns
     * whether the registration is there.
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
     * Reads once a second, until {@code isLast} accepts the answer or this object's minute is over. Reads at least
     * once. Returns the latest answer.
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
