package io.github.cloudunmap.aws;

/** A region as one identity sees it. */
public record RoleAndRegion(Identity identity, String region) {}
