package io.github.cloudunmap.judge;

import io.github.cloudunmap.inmemory.Call;
import io.github.cloudunmap.inmemory.InMemoryAws;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * When the last answered readings arrived (monotonic nanoseconds): of each id in EC2, of each registration in Cloud
 * Map.
 */
final class Readings {
    private final Truth truth;
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
    private final Map<String, Long> ofIds = new ConcurrentHashMap<>();
    private final Map<String, Long> ofServices = new ConcurrentHashMap<>();
    private final Map<String, Long> ofRegistrations = new ConcurrentHashMap<>();

    Readings(Truth truth) {
        this.truth = truth;
    }

    /** Notes from here on what is read from this AWS. */
    void watch(InMemoryAws aws) {
        for (String operation : new String[] {"DescribeInstances", "ListInstances", "GetInstance"}) {
            aws.on(operation).before(this::arrived);
            aws.on(operation).after(this::answered);
        }
    }

    private void arrived(Call call) {
        arrivals.put(call.requestId(), truth.now());
    }

    private void answered(Call call) {
        long arrival = Objects.requireNonNull(arrivals.remove(call.requestId()));
        switch (call.operation()) {
            case "DescribeInstances" -> call.ids().forEach(id -> ofIds.merge(id, arrival, Math::max));
            case "ListInstances" -> ofServices.merge(String.valueOf(call.serviceId()), arrival, Math::max);
            default -> ofRegistrations.merge(call.serviceId() + "/" + call.ids().get(0), arrival, Math::max);
        }
    }

    /** When EC2 was last asked for one of the ids; empty if never. */
    OptionalLong ec2(Collection<String> ids) {
        return ids.stream()
                .filter(ofIds::containsKey)
                .mapToLong(id -> Objects.requireNonNull(ofIds.get(id)))
                .max();
    }

    /** When Cloud Map was last asked for the registration, by itself or in a list; empty if never. */
    OptionalLong cloudMap(String service, String id) {
        return LongStream.concat(last(ofServices, service), last(ofRegistrations, service + "/" + id))
                .max();
    }

    private static LongStream last(Map<String, Long> readings, String key) {
        Long last = readings.get(key);
        return last == null ? LongStream.empty() : LongStream.of(last);
    }
}
