package io.github.cloudunmap.fleet;

/** A region as one identity sees it. */
public record RoleAndRegion(Identity identity, String region) {}
