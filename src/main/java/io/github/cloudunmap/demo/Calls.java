package io.github.cloudunmap.demo;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * The requests that the in-memory AWS received. Requests are always counted. They are also logged one by one until
 * {@link #stopLogging}, which a benchmark calls at its start. Any thread may call it.
 */
public final class Calls {
    private record Key(String operation, String region) {}

    private final Map<Key, CallCounter> counters = new ConcurrentHashMap<>();
    private final Queue<Call.Answered> log = new ConcurrentLinkedQueue<>();
    private volatile boolean logging = true;

    Calls() {}

    CallCounter counter(Call call) {
        return counters.computeIfAbsent(new Key(call.operation(), call.region()), key -> new CallCounter());
    }

    void record(Call call, Answer answer) {
        CallCounter counter = counter(call);
        counter.answered(answer.body().length);
        if (answer.errorCode() != null) {
            counter.failed(answer.errorCode());
        }
        if (logging) {
            log.add(new Call.Answered(call, answer.status(), answer.errorCode(), answer.body().length));
        }
    }

    /** All requests received so far, those in flight included. */
    public long count() {
        return sum(key -> true, CallCounter::requests);
    }

    public long count(String operation) {
        return sum(key -> key.operation.equals(operation), CallCounter::requests);
    }

    public long count(String operation, String region) {
        return sum(new Key(operation, region)::equals, CallCounter::requests);
    }

    /** How many requests of the operation were answered with the error code, in all regions. */
    public long errors(String operation, String code) {
        return sum(key -> key.operation.equals(operation), counter -> counter.errors(code));
    }

    /** The total size of the answers' bodies so far, in bytes. */
    public long bytes() {
        return sum(key -> true, CallCounter::bytes);
    }

    public long bytes(String operation) {
        return sum(key -> key.operation.equals(operation), CallCounter::bytes);
    }

    /** The most requests of the operation that were in flight at one time in the region. */
    public int mostAtOnce(String operation, String region) {
        CallCounter counter = counters.get(new Key(operation, region));
        return counter == null ? 0 : counter.mostInFlight();
    }

    /** Every answered request, in the order of the answers. */
    public List<Call.Answered> log() {
        return List.copyOf(log);
    }

    /** The answered requests of one operation, in the order of the answers. */
    public List<Call> log(String operation) {
        return log.stream()
                .map(Call.Answered::call)
                .filter(call -> call.operation().equals(operation))
                .toList();
    }

    /** Forgets the log and keeps none from now on, so that memory does not grow with the number of requests. */
    public void stopLogging() {
        logging = false;
        log.clear();
    }

    /** Forgets every counter and the logged requests; not for use while requests are in flight. */
    public void reset() {
        counters.clear();
        log.clear();
    }

    private long sum(Predicate<Key> matching, ToLongFunction<CallCounter> value) {
        return counters.entrySet().stream()
                .filter(entry -> matching.test(Objects.requireNonNull(entry.getKey())))
                .mapToLong(entry -> value.applyAsLong(entry.getValue()))
                .sum();
    }
}
