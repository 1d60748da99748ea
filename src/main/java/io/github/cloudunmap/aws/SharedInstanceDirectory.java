package io.github.cloudunmap.aws;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Evidence;
import io.github.cloudunmap.reconcile.InstanceDirectory;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.Suspicion;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads one region's EC2 once for all services. What is asked while requests are in flight waits for the next round,
 * where an id is asked for once, in batches of {@link Ec2Reader#MOST_IDS}, {@value #REQUESTS_AT_ONCE} at once. A few
 * ids that were live go along with each, to tell whether the region still answers for us.
 *
 * <p>Only a yes is kept: a live instance, as a cached answer until its age reaches the time to live, and for a day as
 * the memory that the id belongs to this region. A no is never answered twice.
 */
public final class SharedInstanceDirectory implements InstanceDirectory {
    static final int REQUESTS_AT_ONCE = 4;
    private static final long MEMORY = Duration.ofDays(1).toNanos();
    private static final long SWEEP_EVERY = Duration.ofHours(1).toNanos();

    private final String region;
    private final Ec2Reader reader;
    private final Executor executor;
    private final Supplier<Ec2Trust> trust;
    private final TimeSource time;
    private final AwsObserver observer;

    private final Set<String> accounts = ConcurrentHashMap.newKeySet();
    private final Map<String, Sighting> live = new ConcurrentHashMap<>();
    private final Witnesses witnesses;

    private final Object lock = new Object();
    // All below are guarded by lock.
    private final Map<String, CompletableFuture<Sighting>> waiting = new LinkedHashMap<>();
    private final Map<String, Batch> asked = new HashMap<>();
    private final Queue<Batch> queued = new ArrayDeque<>();
    private int inFlight;
    private long sweptAt;

    /** What one request asks for, and who is told. */
    private static final class Batch {
        final Set<String> witnesses;
        /** All that the request asks for. */
        final Set<String> ids;

        final Map<String, CompletableFuture<Sighting>> answers = new LinkedHashMap<>();
        /** Null until it is sent. */
        @Nullable
        Long requestedAt;

        Batch(Collection<String> witnesses) {
            this.witnesses = Set.copyOf(witnesses);
            this.ids = new LinkedHashSet<>(witnesses);
        }

        boolean takes(String id) {
            return ids.contains(id) || ids.size() < Ec2Reader.MOST_IDS;
        }

        void add(String id, CompletableFuture<Sighting> answer) {
            ids.add(id);
            answers.put(id, answer);
        }

        boolean satisfies(long notBefore) {
            return requestedAt == null || requestedAt - notBefore >= 0;
        }
    }

    /**
     * @param executor runs the requests, at most {@value #REQUESTS_AT_ONCE} at once
     * @param trust for how long answers are believed, as of now
     * @param observer told of hits and misses, and of suspicions
     */
    public SharedInstanceDirectory(
            String region,
            Ec2Reader reader,
            Executor executor,
            Supplier<Ec2Trust> trust,
            TimeSource time,
            AwsObserver observer) {
        this.region = region;
        this.reader = reader;
        this.executor = executor;
        this.trust = trust;
        this.time = time;
        this.observer = observer;
        this.sweptAt = time.nanos();
        this.witnesses = new Witnesses(region, () -> trust.get().suspectHold(), sweptAt, observer);
        observer.lookedUp(region, 0, 0);
    }

    @Override
    public String region() {
        return region;
    }

    @Override
    public Set<String> accounts() {
        return Set.copyOf(accounts);
    }

    @Override
    public Optional<Sighting> cached(String ec2Id) {
        Optional<Sighting> known = Optional.ofNullable(live.get(ec2Id))
                .filter(sighting -> age(sighting) < trust.get().cacheTtl().toNanos());
        known.ifPresent(hit -> observer.lookedUp(region, 1, 0));
        return known;
    }

    @Override
    public boolean remembers(String ec2Id) {
        return live.containsKey(ec2Id);
    }

    private long age(Sighting sighting) {
        return time.nanos() - sighting.evidence().requestedAt();
    }

    @Override
    public CompletableFuture<Map<String, Sighting>> lookUp(Set<String> ec2Ids, long notBefore) {
        observer.lookedUp(region, 0, ec2Ids.size());
        Map<String, CompletableFuture<Sighting>> answers = new LinkedHashMap<>();
        synchronized (lock) {
            ec2Ids.forEach(id -> answers.put(id, answer(id, notBefore)));
            startRound();
        }
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    Map<String, Sighting> sightings = new HashMap<>();
                    answers.forEach((id, answer) -> sightings.put(id, answer.join()));
                    return sightings;
                });
    }

    private CompletableFuture<Sighting> answer(String id, long notBefore) {
        Sighting known = live.get(id);
        if (known != null && known.evidence().isSince(notBefore)) {
            return CompletableFuture.completedFuture(known);
        }
        Batch batch = asked.get(id);
        if (batch != null && batch.satisfies(notBefore)) {
            return Objects.requireNonNull(batch.answers.get(id));
        }
        return waiting.computeIfAbsent(id, i -> new CompletableFuture<>());
    }

    /** Sends what waits, unless a round is under way. */
    private void startRound() {
        if (!asked.isEmpty() || waiting.isEmpty()) {
            return;
        }
        sweep();
        List<String> along = witnesses.toAskFor(live.keySet());
        Batch batch = new Batch(along);
        for (var entry : waiting.entrySet()) {
            if (!batch.takes(entry.getKey())) {
                queued.add(batch);
                batch = new Batch(along);
            }
            batch.add(entry.getKey(), entry.getValue());
            asked.put(entry.getKey(), batch);
        }
        queued.add(batch);
        waiting.clear();
        send();
    }

    private void send() {
        while (inFlight < REQUESTS_AT_ONCE && !queued.isEmpty()) {
            Batch batch = queued.remove();
            inFlight++;
            try {
                executor.execute(() -> ask(batch));
            } catch (RuntimeException | Error e) {
                // No thread to be had: who waits is told, and the next lookup tries anew.
                inFlight--;
                asked.keySet().removeAll(batch.answers.keySet());
                tell(batch, null, e);
            }
        }
    }

    private void ask(Batch batch) {
        long requestedAt;
        synchronized (lock) {
            // Read under the lock: who finds the batch unsent may count on a later time.
            requestedAt = time.nanos();
            batch.requestedAt = requestedAt;
        }
        Map<String, Sighting> sightings = null;
        Throwable failure = null;
        try {
            sightings = read(batch, requestedAt);
        } catch (Throwable e) {
            failure = e;
        }
        synchronized (lock) {
            inFlight--;
            asked.keySet().removeAll(batch.answers.keySet());
            send();
            startRound();
        }
        tell(batch, sightings, failure);
    }

    private Map<String, Sighting> read(Batch batch, long requestedAt) {
        Ec2Reader.Answer answer = reader.describe(batch.ids);
        Map<String, Ec2Instance> shown = new HashMap<>();
        for (Ec2Instance instance : answer.instances()) {
            accounts.add(instance.ownerId());
            if (batch.ids.contains(instance.id())) {
                // Should pages show an instance twice in different states, the living one counts.
                shown.merge(instance.id(), instance, (one, other) -> one.isLive() ? one : other);
            }
        }
        Set<String> wereLive = batch.ids.stream()
                .filter(id -> live.containsKey(id) || batch.witnesses.contains(id))
                .collect(Collectors.toSet());
        Suspicion suspicion =
                witnesses.heard(requestedAt, time.nanos(), wereLive, shown).orElse(null);
        Evidence evidence = new Evidence(region, answer.requestId(), requestedAt, suspicion);
        Map<String, Sighting> sightings = new HashMap<>();
        batch.ids.forEach(id -> sightings.put(id, new Sighting(shown.get(id), evidence)));
        sightings.forEach(this::remember);
        return sightings;
    }

    /** Keeps what is live; an older answer, which may come later, changes nothing. */
    private void remember(String id, Sighting sighting) {
        live.compute(id, (same, known) -> {
            if (known != null && !sighting.evidence().isSince(known.evidence().requestedAt())) {
                return known;
            }
            return isLive(sighting) ? sighting : null;
        });
    }

    private static boolean isLive(Sighting sighting) {
        return sighting.instance().filter(Ec2Instance::isLive).isPresent();
    }

    private static void tell(Batch batch, @Nullable Map<String, Sighting> sightings, @Nullable Throwable failure) {
        batch.answers.forEach((id, answer) -> {
            Sighting sighting = sightings == null ? null : sightings.get(id);
            if (sighting != null) {
                answer.complete(sighting);
            } else {
                answer.completeExceptionally(
                        failure != null ? failure : new ApiFailure("UnreadableAnswer", "no answer for " + id));
            }
        });
    }

    /** To be called when nobody uses it any more. */
    void close() {
        witnesses.forget();
    }

    /** Forgets what nobody has asked for in a day, so that the memory does not grow with the fleet's history. */
    private void sweep() {
        long now = time.nanos();
        if (now - sweptAt >= SWEEP_EVERY) {
            sweptAt = now;
            live.values().removeIf(sighting -> age(sighting) >= MEMORY);
        }
    }
}
