package io.github.cloudunmap.reconcile;

/** Which registrations a service's passes judge, by the ids that they name. */
public enum IdRule {
    /** All; what names no EC2 id is {@code not-found} like any other. */
    ANY,
    /** Those that name an {@link Ec2Id}, as their Cloud Map id or by {@code AWS_EC2_INSTANCE_ID}; others are skipped. */
    EC2_ONLY
}
