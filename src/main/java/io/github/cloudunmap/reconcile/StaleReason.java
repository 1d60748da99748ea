package io.github.cloudunmap.reconcile;

/** Why a registered instance is stale. The weakest ground comes first: of several it is the one that counts. */
public enum StaleReason {
    NOT_FOUND,
    STOPPED,
    ADDRESS_MISMATCH,
    SHUTTING_DOWN,
    TERMINATED;

    /** Whether it can never become untrue: EC2 never revives a terminated instance, nor gives its id to another. */
    public boolean isFinal() {
        return this == SHUTTING_DOWN || this == TERMINATED;
    }

    /** The name in logs and tables, such as {@code address-mismatch}. */
    @Override
    public String toString() {
        return Label.of(this);
    }
}
