package io.github.cloudunmap.reconcile;

/** What became of one planned removal. */
public enum RemovalResult {
    /** Cloud Map accepted it. */
    DEREGISTERED,
    /** It was gone already. */
    ALREADY_GONE,
    /** An earlier removal of it is still under way. */
    UNDER_WAY,
    /** The registration changed between the list and the removal, so it was left alone. */
    CHANGED,
    /** A dry run would have removed it. */
    DRY_RUN,
    /** It failed, or whether it had changed could not be read. */
    FAILED;

    @Override
    public String toString() {
        return Label.of(this);
    }
}
