package io.github.cloudunmap.fleet;

import org.jspecify.annotations.Nullable;

/**
 * The credentials that AWS is called with.
 *
 * @param roleArn the role to assume; null for the process's own credentials
 * @param externalId the external id that the role's trust policy demands; null if it demands none
 */
public record Identity(@Nullable String roleArn, @Nullable String externalId) {}
