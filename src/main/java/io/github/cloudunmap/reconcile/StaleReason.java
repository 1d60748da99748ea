package io.github.cloudunmap.reconcile;

/** Why a registered instance is stale. The weakest ground comes first: of several it is the one that counts. */
public enum StaleReason {
    NOT_FOUND,
    STOPPED,
    ADDRESS_MISMATCH,
    SHUTTING_DOWN,
    TERMINATED;

    /** Whether EC2 will never take it back: an instance that ends never lives again, and its id is never given anew. */
    public boolean isFinal() {
        return this == SHUTTING_DOWN || this == TERMINATED;
    }

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
