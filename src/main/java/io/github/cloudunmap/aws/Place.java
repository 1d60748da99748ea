package io.github.cloudunmap.aws;

/** A region as one identity sees it. */
public record Place(Identity identity, String region) {}
