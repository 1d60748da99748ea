package io.github.cloudunmap.reconcile;

/** Which Cloud Map instance ids a service's passes judge. */
public enum IdRule {
    /** Every id; one that is no EC2 id is {@code not-found} like any other. */
    ANY,
    /** Only EC2 ids ({@code i-…}); registrations under another id are skipped. */
    EC2_ONLY
}
