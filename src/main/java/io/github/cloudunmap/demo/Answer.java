package io.github.cloudunmap.demo;

import org.jspecify.annotations.Nullable;

/** An HTTP answer. The body is not copied, because it is never changed. */
@SuppressWarnings("ArrayRecordComponent")
record Answer(
        int status,
        String contentType,
        byte[] body,
        @Nullable String errorCode) {}
