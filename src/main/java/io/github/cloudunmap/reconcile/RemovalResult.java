package io.github.cloudunmap.reconcile;

/** What became of one planned removal. */
public enum RemovalResult {
    /** Cloud Map accepted it. */
    DEREGISTERED,
    /** It was gone already. */
    ALREADY_GONE,
    /** An earlier removal of it is still under way. */
    UNDER_WAY,
    /** The last readings before the removal did not agree with the plan, so the registration was left alone. */
    CHANGED,
    /** A dry run would have removed it. */
    DRY_RUN,
    /** It failed, or a side could not be read again. */
    FAILED;

    @Override
    public String toString() {
        return Label.of(this);
    }
}
