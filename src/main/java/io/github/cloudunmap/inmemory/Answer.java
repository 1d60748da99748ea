package io.github.cloudunmap.inmemory;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer. The body is not copied, because no code changes it.
 *
 * @param errorCode AWS's error code; null for a success
 */
@SuppressWarnings("ArrayRecordComponent")
record Answer(
        int status,
        String contentType,
        byte[] body,
        @Nullable String errorCode) {}
