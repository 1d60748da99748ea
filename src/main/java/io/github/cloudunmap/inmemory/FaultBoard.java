package io.github.cloudunmap.inmemory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds the faults by operation and region. Null means all operations or all regions. */
final class FaultBoard {
    private record Scope(
            @Nullable String operation, @Nullable String region) {}

    private final Map<Scope, Faults> faults = new ConcurrentHashMap<>();

    Faults on(@Nullable String operation, @Nullable String region) {
        return faults.computeIfAbsent(new Scope(operation, region), scope -> new Faults());
    }

    void before(Call call) throws InterruptedException {
        for (Faults each : matching(call)) {
            each.applyBefore(call);
        }
    }

    void after(Call call) {
        matching(call).forEach(each -> each.applyAfter(call));
    }

    private Iterable<Faults> matching(Call call) {
        return Stream.of(
                        new Scope(null, null),
                        new Scope(null, call.region()),
                        new Scope(call.operation(), null),
                        new Scope(call.operation(), call.region()))
                .flatMap(scope -> Stream.ofNullable(faults.get(scope)))
                .toList();
    }
}
