package io.github.cloudunmap.demo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The knobs of every operation, region and both; a null part stands for all. */
final class KnobBoard {
    private record Scope(
            @Nullable String operation, @Nullable String region) {}

    private final Map<Scope, Knobs> knobs = new ConcurrentHashMap<>();

    Knobs on(@Nullable String operation, @Nullable String region) {
        return knobs.computeIfAbsent(new Scope(operation, region), scope -> new Knobs());
    }

    void before(Call call) throws InterruptedException {
        for (Knobs each : matching(call)) {
            each.applyBefore(call);
        }
    }

    void after(Call call) {
        matching(call).forEach(each -> each.applyAfter(call));
    }

    private Iterable<Knobs> matching(Call call) {
        return Stream.of(
                        new Scope(null, null),
                        new Scope(null, call.region()),
                        new Scope(call.operation(), null),
                        new Scope(call.operation(), call.region()))
                .flatMap(scope -> Stream.ofNullable(knobs.get(scope)))
                .toList();
    }
}
