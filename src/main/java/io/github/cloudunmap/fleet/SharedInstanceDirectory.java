package io.github.cloudunmap.fleet;

import io.github.cloudunmap.fleet.FleetObserver.ReadMode;
import io.github.cloudunmap.reconcile.InstanceDirectory;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.TimeSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one region's EC2 once for all services. What is asked while requests are in flight waits for the next round,
 * where an id is asked for once, and together with what will be wanted soon: in batches of {@link Ec2Reader#mostIds},
 * {@value #REQUESTS_AT_ONCE} at once, or by a scan of the region, whatever takes fewer requests. A few ids that were
 * live go along with each batch, to tell whether the region still answers for us.
 *
 * <p>Only a yes is kept: a live instance, as a cached answer until its age reaches the time to live, and for a day as
 * the memory that the id belongs to this region. A no is never answered twice, and never by a scan.
 */
public final class SharedInstanceDirectory implements InstanceDirectory {
    static final int REQUESTS_AT_ONCE = 4;

    private final String region;
    private final RegionReader reader;
    private final int idsAtOnce;
    private final Supplier<DirectorySettings> trust;
    private final TimeSource time;
    private final FleetObserver observer;
    private final InstanceCache cache;
    private final RegionTrust regionTrust;
    private final BiFunction<String, Set<String>, Optional<String>> aliveElsewhere;

    private final Object lock = new Object();
    // All below are guarded by lock.
    private final ScanPolicy scanPolicy;
    private final PendingLookUps pending = new PendingLookUps();
    private final RequestQueue requests;

    /**
     * @param executor runs the requests, at most {@value #REQUESTS_AT_ONCE} at once
     * @param trust for how long answers are believed, as of now
     * @param regionTrust what is known of the region already
     * @param aliveElsewhere what {@link #aliveElsewhere} answers
     * @param observer told of hits and misses, and of reads
     */
    SharedInstanceDirectory(
            String region,
            Ec2Reader reader,
            Executor executor,
            Supplier<DirectorySettings> trust,
            RegionTrust regionTrust,
            BiFunction<String, Set<String>, Optional<String>> aliveElsewhere,
            TimeSource time,
            FleetObserver observer) {
        this.region = region;
        this.aliveElsewhere = aliveElsewhere;
        this.trust = trust;
        this.time = time;
        this.observer = observer;
        this.regionTrust = regionTrust;
        this.cache = regionTrust.cache();
        this.scanPolicy = new ScanPolicy(region, time.nanos());
        this.reader = new RegionReader(region, reader, regionTrust, time);
        this.idsAtOnce = reader.mostIds();
        this.requests = new RequestQueue(executor, REQUESTS_AT_ONCE);
        observer.lookedUp(region, 0, 0);
        List.of(ReadMode.values()).forEach(way -> observer.read(region, way, 0));
    }

    @Override
    public String region() {
        return region;
    }

    @Override
    public Set<String> accounts() {
        return regionTrust.account().ids();
    }

    @Override
    public Optional<String> aliveElsewhere(String ec2Id, Set<String> read) {
        return aliveElsewhere.apply(ec2Id, read);
    }

    @Override
    public Map<String, Sighting> cached(Set<String> ec2Ids) {
        Map<String, Sighting> hits = new HashMap<>();
        long now = time.nanos();
        long ttl = ttl();
        ec2Ids.forEach(id -> cache.want(id, now, ttl).ifPresent(sighting -> hits.put(id, sighting)));
        observer.lookedUp(region, hits.size(), 0);
        return hits;
    }

    private long ttl() {
        return trust.get().cacheTtl().toNanos();
    }

    @Override
    public boolean remembers(String ec2Id) {
        return cache.remembers(ec2Id);
    }

    @Override
    public CompletableFuture<Map<String, Sighting>> find(Set<String> ec2Ids, long notBefore) {
        return answers(ec2Ids, id -> found(id, notBefore));
    }

    @Override
    public CompletableFuture<Map<String, Sighting>> lookUp(Set<String> ec2Ids, long notBefore) {
        return answers(ec2Ids, id -> answer(id, notBefore));
    }

    private CompletableFuture<Map<String, Sighting>> answers(
            Set<String> ids, Function<String, CompletableFuture<Optional<Sighting>>> answer) {
        observer.lookedUp(region, 0, ids.size());
        Map<String, CompletableFuture<Optional<Sighting>>> answers = new HashMap<>();
        synchronized (lock) {
            ids.forEach(id -> answers.put(id, answer.apply(id)));
            startRound();
        }
        return PendingLookUps.merged(answers);
    }

    private CompletableFuture<Optional<Sighting>> found(String id, long notBefore) {
        long now = time.nanos();
        return cache.lastSighting(id)
                .filter(known -> now - known.evidence().requestedAt() < ttl()
                        || known.evidence().isSince(notBefore))
                .map(SharedInstanceDirectory::known)
                .or(() -> pending.request(id).map(batch -> batch.answer(id)))
                .orElseGet(() -> pending.anyhow(id));
    }

    private CompletableFuture<Optional<Sighting>> answer(String id, long notBefore) {
        return cache.lastSighting(id)
                .filter(known -> known.evidence().settlesSince(notBefore))
                .map(SharedInstanceDirectory::known)
                .or(() -> pending.request(id)
                        .filter(batch -> batch.satisfies(notBefore))
                        .map(batch -> batch.answer(id)))
                .orElseGet(() -> pending.byId(id));
    }

    private static CompletableFuture<Optional<Sighting>> known(Sighting sighting) {
        return CompletableFuture.completedFuture(Optional.of(sighting));
    }

    /** Sends what waits, unless requests are in flight; a scan keeps nobody from asking by id. */
    private void startRound() {
        if (!pending.isRoundDue()) {
            return;
        }
        long now = time.nanos();
        List<String> along = regionTrust.witnesses().toAskFor();
        cache.sweep(now, ttl(), along);
        if (!pending.isScanning()) {
            List<String> ahead = cache.due(pending.waiting(), now, ttl());
            int wanted = pending.scannable() + ahead.size();
            if (scanPolicy.scans(wanted, Math.max(1, idsAtOnce - along.size()), now, ttl())) {
                startScan();
            } else {
                ahead.forEach(pending::anyhow);
            }
        }
        if (pending.isRoundDue()) {
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
            // Take the time under the lock, so that a caller who saw the batch as unsent is sure to get a later one.
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
            startRound();
        }
        batch.tell(sightings, failure);
    }

    /** Reads pages until the scanPolicy is against more. */
    private void scan(@Nullable String firstToken) {
        Throwable failure = null;
        try {
            String token = firstToken;
            boolean goesOn = true;
            while (goesOn) {
                RegionReader.Shown page = reader.scan(token, hopedFor(), time.nanos());
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

    private Set<String> hopedFor() {
        synchronized (lock) {
            return pending.hopedFor();
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

    /** An id that the scan has not shown, for whatever reason, is left to its callers to be asked for by id. */
    private void endScan(@Nullable Throwable failure) {
        Collection<CompletableFuture<Optional<Sighting>>> unseen;
        synchronized (lock) {
            Optional.ofNullable(failure).ifPresent(e -> scanPolicy.failed(time.nanos(), e));
            unseen = pending.endScan();
            requests.ended();
            startRound();
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
