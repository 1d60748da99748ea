package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.ServicePorts;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Ends the waits of removals for their turns when the program is being stopped. While AWS throttles removals, the
 * waits of one pass can take minutes. A waiting removal has changed nothing in Cloud Map: it has not been sent, or AWS
 * has throttled it. So it can end as failed, and the next process makes it. Any thread may call this class.
 */
final class RemovalTurns {
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /** Returns ports whose removals no longer wait for their turns after {@link #end}. */
    ServicePorts of(ServicePorts ports) {
        // A dry run never waits. Keep its deregistrar: passes recognize a dry run by this object.
        return ports.deregistrar() == Deregistrar.DRY_RUN
                ? ports
                : new ServicePorts(
                        ports.registry(), ports.directories(), new Ending(ports.deregistrar()), ports.closing());
    }

    /** Ends all waits. From now on, a removal is sent only if its turn has already come. */
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
