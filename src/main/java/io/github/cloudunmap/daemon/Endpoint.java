package io.github.cloudunmap.daemon;

import org.jspecify.annotations.Nullable;

/** One API of AWS in one region, as one role reaches it. The program watches for each endpoint whether it answers. */
public record Endpoint(
        Api api,
        String region,
        @Nullable String roleArn,
        @Nullable String externalId) {
    /** The APIs that passes call. */
    public enum Api {
        CLOUD_MAP,
        EC2
    }
}
