package io.github.cloudunmap.fleet;

import org.jspecify.annotations.Nullable;

/**
 * Whom AWS is called as.
 *
 * @param roleArn the role to assume; null for the process's own credentials
 * @param externalId what the role's trust policy asks for, if it does
 */
public record Identity(@Nullable String roleArn, @Nullable String externalId) {}
