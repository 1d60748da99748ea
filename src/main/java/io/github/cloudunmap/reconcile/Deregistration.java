package io.github.cloudunmap.reconcile;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of the request to remove a registration.
 *
 * @param operationIdOrNull what Cloud Map calls the removal, where it has accepted one
 */
public record Deregistration(RemovalResult result, @Nullable String operationIdOrNull) {
    /** Nothing was begun. */
    public Deregistration(RemovalResult result) {
        this(result, null);
    }

    /** Cloud Map has begun with it. */
    public static Deregistration accepted(String operationId) {
        return new Deregistration(RemovalResult.DEREGISTERED, operationId);
    }

    public Optional<String> operationId() {
        return Optional.ofNullable(operationIdOrNull);
    }
}
