package io.github.cloudunmap.reconcile;

/**
 * A removal that Cloud Map has accepted and still works on, as far as is known.
 *
 * @param operationId what Cloud Map calls it
 * @param acceptedAt in the nanoseconds of {@link TimeSource#nanos()}
 */
public record PendingOperation(String instanceId, String operationId, long acceptedAt) {}
