package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.ServicePorts;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Lets removals wait for their turns only until the program is being stopped. While AWS throttles removals, the turns
 * of one pass can take minutes. What waits has not been sent yet, or AWS has refused it. So it ends as failed, and the
 * next process makes it. Any thread may call it.
 */
final class RemovalTurns {
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /** The same ports, with removals that do not wait for their turns any more after {@link #end}. */
    ServicePorts of(ServicePorts ports) {
        // Passes recognize a dry run by this object, and it never waits.
        return ports.deregistrar() == Deregistrar.DRY_RUN
                ? ports
                : new ServicePorts(
                        ports.registry(), ports.directories(), new Ending(ports.deregistrar()), ports.closing());
    }

    /** Ends all waits. From now on, a removal is sent only if its turn has come already. */
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
