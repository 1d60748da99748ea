package io.github.cloudunmap.reconcile;

/** Which registrations a service's passes judge, by the ids that they name. */
public enum IdRule {
    /** Every one, as the Python tool does; an id that is no EC2 id is {@code not-found} like any other. */
    ANY,
    /** Those that name an EC2 id, as their own or in {@code AWS_EC2_INSTANCE_ID}; the others are skipped. */
    EC2_ONLY
}
