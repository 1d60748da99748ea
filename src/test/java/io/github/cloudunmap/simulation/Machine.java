package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** An EC2 instance of the model, and since when what is true of it has been so. All times in nanoseconds. */
final class Machine {
    static final long NEVER = Long.MAX_VALUE;

    final String id;
    final String region;
    private final String account;
    private final long launchedAt;
    /** EC2 is eventually consistent: it shows what was launched a little later, and its addresses later still. */
    private final long shownFrom;

    private final long addressesShownFrom;
    private final Map<String, Long> addresses = new LinkedHashMap<>();
    private State state = State.PENDING;
    private long startedAt;
    private boolean forgotten;

    Machine(String id, String region, String account, long launchedAt, long shownFrom, long addressesShownFrom) {
        this.id = id;
        this.region = region;
        this.account = account;
        this.launchedAt = launchedAt;
        this.startedAt = launchedAt;
        this.shownFrom = shownFrom;
        this.addressesShownFrom = addressesShownFrom;
    }

    void assign(String address, long now) {
        addresses.put(address, now);
    }

    void run(long now) {
        if (state == State.STOPPED) {
            startedAt = now;
        }
        state = State.RUNNING;
    }

    /** Its public address goes with it; the private one stays. */
    void stop(String publicAddress) {
        state = State.STOPPED;
        addresses.remove(publicAddress);
    }

    void shutDown() {
        state = State.SHUTTING_DOWN;
    }

    void terminate() {
        state = State.TERMINATED;
        addresses.clear();
    }

    /** EC2 shows what was terminated for an hour at most. */
    void forget() {
        forgotten = true;
    }

    State state() {
        return state;
    }

    List<String> addresses() {
        return List.copyOf(addresses.keySet());
    }

    boolean isLive() {
        return state != State.SHUTTING_DOWN && state != State.TERMINATED;
    }

    boolean isShown(long now) {
        return !forgotten && shownFrom <= now;
    }

    Ec2Instance shown(long now) {
        return new Ec2Instance(id, state, addressesShownFrom <= now ? addresses() : List.of(), List.of(), account);
    }

    /** Since when EC2 has been able to tell that it is live, and it has had this address; empty if it is not. */
    OptionalLong correctSince(String address, boolean unmapStopped, long now) {
        Long assigned = addresses.get(address);
        boolean stopped = unmapStopped && state == State.STOPPED;
        if (!isLive() || stopped || assigned == null || !isShown(now)) {
            return OptionalLong.empty();
        }
        long live = unmapStopped ? startedAt : launchedAt;
        return OptionalLong.of(Math.max(Math.max(live, assigned), shownFrom));
    }

    @Override
    public String toString() {
        return id + " in " + region + " " + state + " " + addresses();
    }
}
