package io.github.cloudunmap.daemon;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.fleet.RegionTrusts;
import io.github.cloudunmap.fleet.TrustSnapshot;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.selection.Finding;
import io.github.cloudunmap.state.Memory;
import io.github.cloudunmap.state.MemoryStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves the memory to disk: soon after passes have changed it, and when the program ends. No pass waits for a save.
 * Any thread may call it.
 */
public final class Checkpoints implements CarriedStates, AutoCloseable {
    /**
     * Changes are gathered for this long before one save writes them. A process that is killed loses the changes that
     * are not saved yet.
     */
    static final Duration GATHERED_FOR = Duration.ofSeconds(1);
    /**
     * This long after a save, the memory is saved again even if nothing has changed but the times at which instances
     * were last seen alive. In nanoseconds.
     */
    private static final long LONGEST_UNSAVED = Duration.ofHours(1).toNanos();
    /**
     * If the wall clock has moved by more than this against the monotonic clock since the last save, the wall clock
     * counts as set. The memory is then saved again, because a restart would misread the saved times.
     */
    private static final Duration LARGEST_DRIFT = Duration.ofSeconds(1);

    /** For how long a service's state is kept once no selection finds the service any more, in nanoseconds. */
    private static final long KEPT_FOR = Memory.LEFT_KEPT_FOR.toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    /** The values that one save writes. */
    private record Checkpoint(
            ClockReading at, TrustSnapshot trust, Map<String, Carried> carried, Map<Query, Finding> findings) {
        boolean isWorthSavingAfter(Checkpoint saved) {
            return !carried.equals(saved.carried)
                    || !findings.equals(saved.findings)
                    || !trust.isSameButForTimes(saved.trust)
                    || at.nanos() - saved.at.nanos() >= LONGEST_UNSAVED
                    || at.setSince(saved.at).compareTo(LARGEST_DRIFT) > 0;
        }
    }

    private final Supplier<Optional<MemoryStore>> store;
    private final Supplier<TrustSnapshot> trust;
    private final Supplier<Map<String, Carried>> carried;
    private final Supplier<Map<Query, Finding>> findings;
    private final TimeSource time;
    private final Alarm alarm;

    // Guarded by this.
    /**
     * The states of services without a {@link ServiceLoop}: services that no selection finds any more and, at the
     * start, those services of the previous process that this process may need.
     */
    private final Map<String, Carried> left = new HashMap<>();

    private boolean isDue;
    private boolean isSaving;
    private boolean isClosed;

    private final ReentrantLock saving = new ReentrantLock();
    // Guarded by saving.
    private @Nullable Checkpoint saved;
    private @Nullable String toldFailure;

    private Checkpoints(
            Supplier<Optional<MemoryStore>> store,
            Supplier<TrustSnapshot> trust,
            Supplier<Map<String, Carried>> carried,
            Supplier<Map<Query, Finding>> findings,
            TimeSource time,
            Alarm alarm) {
        this.store = store;
        this.trust = trust;
        this.carried = carried;
        this.findings = findings;
        this.time = time;
        this.alarm = alarm;
    }

    /**
     * Restores the memory of the previous process, and saves the memory of this process from then on. Has to be called
     * before {@code trusts} opens the first region for reading.
     *
     * @param store gives the store to save to. It is empty if there is no state directory. It is also empty until a
     *     service or a selection may remove registrations
     * @param before the memory of the previous process
     * @param current the configuration with the services that its selections are known to find. The state of any
     *     other service is forgotten, unless a selection may find the service again
     * @param trusts receives the remembered live instances, accounts and suspicions
     * @param carried gives the state that the passes of each service hand on, by service id
     * @param findings gives the services that each selection is known to find
     */
    public static Checkpoints restore(
            Supplier<Optional<MemoryStore>> store,
            Optional<Memory> before,
            Config current,
            RegionTrusts trusts,
            Supplier<Map<String, Carried>> carried,
            Supplier<Map<Query, Finding>> findings,
            TimeSource time,
            Alarm alarm) {
        ClockReading now = ClockReading.of(time);
        Checkpoints checkpoints = new Checkpoints(store, trusts::snapshot, carried, findings, time, alarm);
        before.ifPresent(memory -> {
            trusts.remember(MemoryMapping.trust(memory, now));
            checkpoints.left.putAll(MemoryMapping.carried(MemoryMapping.ofFile(memory, current, now.wall()), now));
        });
        return checkpoints;
    }

    @Override
    public synchronized Carried before(BoundService service) {
        Carried known = left.remove(service.serviceId());
        return known == null || isOver(known) ? Carried.nothing(service.source()) : known.forSource(service.source());
    }

    @Override
    public synchronized void left(String serviceId, Carried state) {
        left.values().removeIf(this::isOver);
        left.put(serviceId, state.left(time.nanos()));
    }

    private boolean isOver(Carried known) {
        Long leftAt = known.leftAt();
        return leftAt != null && time.nanos() - leftAt > KEPT_FOR;
    }

    /** Returns the states of all services, also of those that no selection finds any more. */
    private Map<String, Carried> all() {
        Map<String, Carried> all;
        synchronized (this) {
            left.values().removeIf(this::isOver);
            all = new HashMap<>(left);
        }
        all.putAll(carried.get());
        return all;
    }

    @Override
    public synchronized void changed() {
        if (!isDue && !isClosed && store.get().isPresent()) {
            isDue = true;
            if (!isSaving) {
                saveSoon();
            }
        }
    }

    private void saveSoon() {
        var unused = alarm.after(GATHERED_FOR, this::saveNow);
    }

    private void saveNow() {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isDue = false;
            isSaving = true;
        }
        try {
            store.get().ifPresent(this::save);
        } finally {
            synchronized (this) {
                isSaving = false;
                if (isDue && !isClosed) {
                    saveSoon();
                }
            }
        }
    }

    private void save(MemoryStore to) {
        saving.lock();
        try {
            Checkpoint next = new Checkpoint(ClockReading.of(time), trust.get(), all(), findings.get());
            if (saved == null || next.isWorthSavingAfter(saved) || !to.isAsSaved()) {
                to.save(MemoryMapping.memory(next.at, next.trust, next.carried, next.findings));
                saved = next;
                if (toldFailure != null) {
                    toldFailure = null;
                    LOG.info("memory.json is saved again");
                }
            }
        } catch (ApiFailure e) {
            tell(e);
        } finally {
            saving.unlock();
        }
    }

    private void tell(ApiFailure failure) {
        String message = String.valueOf(failure.getMessage());
        if (!message.equals(toldFailure)) {
            toldFailure = message;
            LOG.atError()
                    .addKeyValue("error_code", failure.code())
                    .log("{}; a restart forgets what has changed since, and removals go on", message);
        }
    }

    /** Saves the memory a last time. Later changes are not saved. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        store.get().ifPresent(this::save);
    }
}
