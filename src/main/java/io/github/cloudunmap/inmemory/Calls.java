package io.github.cloudunmap.inmemory;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Counts the requests to the AWS in memory. Also keeps each answered request for {@link #log()}, until
 * {@link #stopLogging} is called. Any thread may call this class.
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

    /** Returns the number of all requests so far, including those in flight. */
    public long count() {
        return sum(key -> true, CallCounter::requests);
    }

    public long count(String operation) {
        return sum(key -> key.operation.equals(operation), CallCounter::requests);
    }

    public long count(String operation, String region) {
        return sum(new Key(operation, region)::equals, CallCounter::requests);
    }

    /** Returns how many requests of the operation got the error code, in all regions. */
    public long errors(String operation, String code) {
        return sum(key -> key.operation.equals(operation), counter -> counter.errors(code));
    }

    /** Returns the total size of all answers' bodies so far, in bytes. */
    public long bytes() {
        return sum(key -> true, CallCounter::bytes);
    }

    public long bytes(String operation) {
        return sum(key -> key.operation.equals(operation), CallCounter::bytes);
    }

    /** Returns the most requests of the operation in the region that were in flight at one time. */
    public int mostAtOnce(String operation, String region) {
        CallCounter counter = counters.get(new Key(operation, region));
        return counter == null ? 0 : counter.mostInFlight();
    }

    /** Returns the kept requests, in the order of the answers. */
    public List<Call.Answered> log() {
        return List.copyOf(log);
    }

    /** Returns the kept requests of one operation, in the order of the answers. */
    public List<Call> log(String operation) {
        return log.stream()
                .map(Call.Answered::call)
                .filter(call -> call.operation().equals(operation))
                .toList();
    }

    /** Deletes the kept requests, and keeps no more, so that memory does not grow with the number of requests. */
    public void stopLogging() {
        logging = false;
        log.clear();
    }

    /** Deletes every counter and the kept requests. The caller makes sure that no request is in flight. */
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
