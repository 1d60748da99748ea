package io.github.cloudunmap.reconcile;

/**
 * A removal that failed after Cloud Map had accepted it: the registration is still there.
 *
 * @param code Cloud Map's error code for the operation
 */
public record FailedLater(PendingOperation removal, String code, String message) {}
