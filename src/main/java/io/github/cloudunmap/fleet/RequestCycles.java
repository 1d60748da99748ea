package io.github.cloudunmap.fleet;

import io.github.cloudunmap.fleet.FleetObserver.ReadMode;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests to one region's EC2 in cycles. While requests by id are in flight, ids that these requests cannot
 * answer wait for the next cycle or for a scan. A cycle asks for all waiting ids, and refreshes cached ids (see {@link
 * InstanceCache#due}). It asks by id, up to {@link Ec2Reader#mostIds} ids a request and {@value #REQUESTS_AT_ONCE}
 * requests at once, or scans the region: {@link ScanPolicy} chooses. Any thread may call this class.
 */
final class RequestCycles {
    static final int REQUESTS_AT_ONCE = 4;
    /** The time limit for a page's wait for its turn. Even the wait behind a whole scan is shorter. */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(1);

    private final String region;
    private final RegionReader reader;
    private final Supplier<CompletableFuture<Void>> turns;
    private final int idsAtOnce;
    private final Supplier<DirectorySettings> settings;
    private final TimeSource time;
    private final FleetObserver observer;
    private final InstanceCache cache;
    private final Witnesses witnesses;

    private final Object lock = new Object();
    // The fields below are guarded by lock.
    private final ScanPolicy scanPolicy;
    private final PendingLookUps pending = new PendingLookUps();
    private final RequestQueue requests;

    RequestCycles(
            String region,
            Ec2Reader reader,
            Executor executor,
            Supplier<DirectorySettings> settings,
            RegionTrust trust,
            TimeSource time,
            FleetObserver observer) {
        this.region = region;
        this.settings = settings;
        this.time = time;
        this.observer = observer;
        this.cache = trust.cache();
        this.witnesses = trust.witnesses();
        this.scanPolicy = new ScanPolicy(region, time.nanos());
        this.reader = new RegionReader(region, reader, trust, time);
        this.turns = reader::turn;
        this.idsAtOnce = reader.mostIds();
        this.requests = new RequestQueue(executor, REQUESTS_AT_ONCE, turns);
        List.of(ReadMode.values()).forEach(mode -> observer.read(region, mode, 0));
    }

    /** Returns sightings of the ids. A sighting may be cached, or come from a scan or a request already in flight. */
    CompletableFuture<Map<String, Sighting>> find(Set<String> ids, long notBefore) {
        return ask(ids, id -> found(id, notBefore));
    }

    /** Returns sightings of the ids, only from requests by id that were sent at {@code notBefore} or later. */
    CompletableFuture<Map<String, Sighting>> lookUp(Set<String> ids, long notBefore) {
        return ask(ids, id -> lookedUp(id, notBefore));
    }

    /** @param answer is given an id, and returns the pending or cached answer for it */
    private CompletableFuture<Map<String, Sighting>> ask(
            Set<String> ids, Function<String, CompletableFuture<Optional<Sighting>>> answer) {
        Map<String, CompletableFuture<Optional<Sighting>>> answers = new HashMap<>();
        synchronized (lock) {
            ids.forEach(id -> answers.put(id, answer.apply(id)));
            startCycle();
        }
        return merged(answers);
    }

    private CompletableFuture<Optional<Sighting>> found(String id, long notBefore) {
        long now = time.nanos();
        return cache.serving(id, now, ttl())
                .or(() ->
                        cache.lastSighting(id).filter(known -> known.evidence().isSince(notBefore)))
                .map(known -> CompletableFuture.completedFuture(Optional.of(known)))
                .or(() -> pending.request(id).map(batch -> batch.answer(id)))
                .orElseGet(() -> pending.fromScanOrNextCycle(id));
    }

    private CompletableFuture<Optional<Sighting>> lookedUp(String id, long notBefore) {
        return cache.lastSighting(id)
                .filter(known -> known.evidence().settlesSince(notBefore))
                .map(known -> CompletableFuture.completedFuture(Optional.of(known)))
                .or(() -> pending.request(id)
                        .filter(batch -> batch.satisfies(notBefore))
                        .map(batch -> batch.answer(id)))
                .orElseGet(() -> pending.byId(id));
    }

    /** Combines the answers for several ids as soon as all have arrived. Leaves out ids without a sighting. */
    private static CompletableFuture<Map<String, Sighting>> merged(
            Map<String, CompletableFuture<Optional<Sighting>>> answers) {
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    Map<String, Sighting> sightings = new HashMap<>();
                    answers.forEach((id, one) -> one.join().ifPresent(sighting -> sightings.put(id, sighting)));
                    return sightings;
                });
    }

    private long ttl() {
        return settings.get().cacheTtl().toNanos();
    }

    /**
     * Starts a cycle: the requests that are sent together for all waiting ids. Does nothing if no id waits, or if
     * requests by id are in flight. A cycle that starts during a scan makes no second scan: it only asks by id.
     */
    private void startCycle() {
        if (!pending.isCycleDue()) {
            return;
        }
        long now = time.nanos();
        List<String> along = witnesses.toAskFor();
        cache.sweep(now, ttl(), along);
        if (!pending.isScanning()) {
            List<String> ahead = cache.due(pending.waiting(), now, ttl());
            int wanted = pending.scannable() + ahead.size();
            if (scanPolicy.scans(wanted, Math.max(1, idsAtOnce - along.size()), now, ttl())) {
                startScan();
            } else {
                pending.askAhead(ahead);
            }
        }
        if (pending.isCycleDue()) {
            startRequests(along);
        }
        requests.send();
    }

    private void startScan() {
        observer.read(region, ReadMode.SCAN, 1);
        pending.beginScan();
        String token = scanPolicy.next();
        requests.add(() -> scan(token), this::endScan);
    }

    private void startRequests(List<String> along) {
        observer.read(region, ReadMode.BY_ID, 1);
        scanPolicy.askedById(pending.waiting());
        pending.beginRequests(along, idsAtOnce)
                .forEach(each -> requests.add(() -> ask(each), failure -> end(each, null, failure)));
    }

    private void ask(Batch batch) {
        long requestedAt;
        synchronized (lock) {
            // Before the batch is marked as sent, lookUp joins it with any notBefore; afterwards, with one up to
            // requestedAt. So read the clock and mark the batch under one lock: no lookUp joins in between.
            requestedAt = time.nanos();
            batch.sent(requestedAt);
        }
        Map<String, Sighting> sightings = null;
        Throwable failure = null;
        try {
            sightings = reader.ask(batch, requestedAt);
        } catch (Throwable e) {
            failure = e;
        }
        end(batch, sightings, failure);
    }

    private void end(Batch batch, @Nullable Map<String, Sighting> sightings, @Nullable Throwable failure) {
        synchronized (lock) {
            pending.endRequest(batch);
            requests.ended();
            startCycle();
        }
        batch.tell(sightings, failure);
    }

    /** Reads pages of the scan until the policy says to stop. */
    private void scan(@Nullable String firstToken) {
        Throwable failure = null;
        try {
            String token = firstToken;
            boolean goesOn = true;
            while (goesOn) {
                time.await("the turn of a page of " + region, turns.get(), LONGEST_TURN);
                RegionReader.Shown page = reader.scan(token, waitingForScan(), time.nanos());
                token = page.next();
                tell(page.alive());
                synchronized (lock) {
                    goesOn = scanPolicy.goesOnAfterPage(token);
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
        endScan(failure);
    }

    private Set<String> waitingForScan() {
        synchronized (lock) {
            return pending.waitingForScan();
        }
    }

    private void tell(Map<String, Sighting> alive) {
        Map<String, CompletableFuture<Optional<Sighting>>> found;
        synchronized (lock) {
            found = pending.takeFromScan(alive.keySet());
        }
        found.forEach((id, answer) -> {
            Sighting sighting = Objects.requireNonNull(alive.get(id));
            cache.want(id, sighting.evidence().requestedAt(), ttl());
            answer.complete(Optional.of(sighting));
        });
    }

    /**
     * Ends the wait of the ids that the scan has not shown alive: their answers are completed as empty, and the
     * callers then make look-ups by id. Only an {@link Error} of the scan makes the answers fail.
     */
    private void endScan(@Nullable Throwable failure) {
        Collection<CompletableFuture<Optional<Sighting>>> unseen;
        synchronized (lock) {
            Optional.ofNullable(failure).ifPresent(e -> scanPolicy.failed(time.nanos(), e));
            unseen = pending.endScan();
            requests.ended();
        }
        unseen.forEach(answer -> {
            if (failure instanceof Error) {
                answer.completeExceptionally(failure);
            } else {
                answer.complete(Optional.empty());
            }
        });
    }
}
