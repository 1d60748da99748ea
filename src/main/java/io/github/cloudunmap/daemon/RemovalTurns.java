package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.ServicePorts;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Ends the waits of removals for their turns when the program is being stopped. While AWS throttles removals, the
 * waits of one pass can take minutes. A waiting removal has changed nothing in Cloud Map: it has not been sent, or AWS
 * has throttled it. So it can end as failed, and the next process can make it. Any thread may call this class.
 */
final class RemovalTurns {
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /**
     * Returns ports (the objects through which a pass calls AWS) that do what the given ports do, except that {@link
     * #end} makes waiting removals fail.
     */
    ServicePorts of(ServicePorts ports) {
        // The deregistrar of a dry run is not wrapped, because it never waits for a turn. Besides, passes recognize a
        // dry run by the object DRY_RUN, and would not recognize a wrapper of it.
        return ports.deregistrar() == Deregistrar.DRY_RUN
                ? ports
                : new ServicePorts(
                        ports.registry(), ports.directories(), new Ending(ports.deregistrar()), ports.closing());
    }

    /** Ends all waits: each waiting removal fails. So does each later removal whose turn does not come at once. */
    void end() {
        stopped.completeExceptionally(
                new ApiFailure("Interrupted", "AWS throttles removals, and the program is being stopped"));
    }

    private final class Ending implements Deregistrar {
        private final Deregistrar deregistrar;

        Ending(Deregistrar deregistrar) {
            this.deregistrar = deregistrar;
        }

        @Override
        public CompletableFuture<Void> turn() {
            return CompletableFuture.anyOf(deregistrar.turn(), stopped).thenAccept(turn -> {});
        }

        @Override
        public Deregistration deregister(String instanceId, long notAfter) {
            return deregistrar.deregister(instanceId, notAfter);
        }

        @Override
        public Optional<OperationState> state(String operationId) {
            return deregistrar.state(operationId);
        }
    }
}
