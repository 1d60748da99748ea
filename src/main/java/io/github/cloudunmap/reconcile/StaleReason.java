package io.github.cloudunmap.reconcile;

/** Why a registered instance is stale. */
public enum StaleReason {
    NOT_FOUND,
    SHUTTING_DOWN,
    TERMINATED,
    STOPPED,
    ADDRESS_MISMATCH;

    /** Whether the instance itself lives, so that it may be registering itself anew at this moment. */
    public boolean instanceLives() {
        return this == STOPPED || this == ADDRESS_MISMATCH;
    }

    /** The name in logs and tables, such as {@code address-mismatch}. */
    @Override
    public String toString() {
        return Label.of(this);
    }
}
