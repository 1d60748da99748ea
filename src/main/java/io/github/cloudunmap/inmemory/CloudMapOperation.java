package io.github.cloudunmap.inmemory;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous operation of Cloud Map, as GetOperation shows it.
 *
 * @param targets the ids of the objects that the operation changes, by kind: {@code NAMESPACE}, {@code SERVICE},
 *     {@code INSTANCE}
 * @param failure why the operation failed; null unless the status is {@code FAIL}
 */
public record CloudMapOperation(
        String id,
        String type,
        Status status,
        Map<String, String> targets,
        @Nullable Failure failure) {
    /** The status of an operation. */
    public enum Status {
        PENDING,
        SUCCESS,
        FAIL
    }

    /** The code and the message of an operation that failed. */
    public record Failure(String code, String message) {}

    public CloudMapOperation {
        targets = Map.copyOf(targets);
    }

    CloudMapOperation ended(@Nullable Failure reason) {
        return new CloudMapOperation(id, type, reason == null ? Status.SUCCESS : Status.FAIL, targets, reason);
    }
}
