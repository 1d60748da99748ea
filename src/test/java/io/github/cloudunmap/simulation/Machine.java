package io.github.cloudunmap.simulation;

import io.github.cloudunmap.address.Ipv6Prefix;
import io.github.cloudunmap.address.Prefix;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** An EC2 instance of the model, with its whole history. It lives from its launch, whether EC2 shows it or not. */
final class Machine {
    static final long NEVER = Long.MAX_VALUE;
    /** How the only prefixes end that an instance has among its addresses. */
    private static final String PREFIX = ":0:0:0/80";

    /** What was true from this time on, in nanoseconds, until the next phase began. */
    private record Phase(long from, State state, List<String> addresses) {
        boolean isLive() {
            return state != State.SHUTTING_DOWN && state != State.TERMINATED;
        }

        boolean holds(List<String> all, boolean mustRun) {
            return isLive() && all.stream().allMatch(this::has) && !(mustRun && state == State.STOPPED);
        }

        /** Of a delegated prefix of 80 bits, the first five groups. */
        private boolean has(String address) {
            return addresses.contains(address)
                    || addresses.stream()
                            .filter(own -> own.endsWith(PREFIX))
                            .anyMatch(own -> address.startsWith(own.substring(0, own.length() - PREFIX.length() + 1)));
        }
    }

    final String id;
    final String region;
    private final String account;
    /** The latest last. */
    private final List<Phase> history = new ArrayList<>();
    /** EC2 shows an instance some time before it shows any address of it. */
    private final long addressesShownFrom;

    private long leftOutFrom = NEVER;
    private long leftOutUntil = NEVER;
    private long apart;
    private boolean forgotten;
    private long endShownFrom;
    private Consumer<Machine> whenChanged = machine -> {};

    Machine(
            String id,
            String region,
            String account,
            List<String> addresses,
            long launchedAt,
            long addressesShownFrom) {
        this.id = id;
        this.region = region;
        this.account = account;
        this.addressesShownFrom = addressesShownFrom;
        history.add(new Phase(launchedAt, State.PENDING, List.copyOf(addresses)));
    }

    /** @param listener told of every further state */
    void whenChanged(Consumer<Machine> listener) {
        whenChanged = listener;
    }

    private void add(Phase phase) {
        history.add(phase);
        whenChanged.accept(this);
    }

    void run(long now) {
        add(new Phase(now, State.RUNNING, addresses()));
    }

    /** Runs again, with another public address. */
    void start(String publicAddress, long now) {
        List<String> all = new ArrayList<>(addresses());
        all.add(publicAddress);
        add(new Phase(now, State.RUNNING, List.copyOf(all)));
    }

    /** Its public addresses go with it; the private ones stay. */
    void stop(long now) {
        add(new Phase(
                now,
                State.STOPPED,
                addresses().stream()
                        .filter(address -> !Addresses.isPublic(address))
                        .toList()));
    }

    void shutDown(long now) {
        add(new Phase(now, State.SHUTTING_DOWN, addresses()));
    }

    void terminate(long now) {
        add(new Phase(now, State.TERMINATED, List.of()));
    }

    /** Answers of before show it alive, although it ends earlier. */
    void showEndFrom(long time) {
        endShownFrom = time;
    }

    /** Whether an answer that does not lag otherwise shows that it has ended. */
    boolean isShownEnded(long now) {
        return !isLive() && now >= endShownFrom;
    }

    /** EC2 shows what was terminated for an hour at most. */
    void forget() {
        forgotten = true;
    }

    /**
     * Answers leave the instance out in this period, and in no other. An answer that comes {@code apart} or more
     * before or after one that leaves it out is not outdated either: two accidents would look like a "no" that lasts.
     */
    void leaveOut(long from, long until, long apart) {
        leftOutFrom = from;
        leftOutUntil = until;
        this.apart = apart;
    }

    /**
     * The period in which answers leave it out begins now, if it was to come later: answers of before must not have
     * been outdated. It is as long as can be.
     */
    void leaveOutAlready(long now) {
        if (leftOutFrom != NEVER && leftOutFrom > now && isSteady(now)) {
            leftOutUntil = now + apart - 1;
            leftOutFrom = now;
        }
    }

    /** A period in which answers would leave it out later does not come. */
    void leaveOutNoMore(long now) {
        if (leftOutFrom > now) {
            leftOutFrom = NEVER;
            leftOutUntil = NEVER;
        }
    }

    /** Whether an answer of this moment shows what is true of it at this moment. */
    private boolean isSteady(long now) {
        return leftOutFrom != NEVER && (now <= leftOutUntil - apart || now >= leftOutFrom + apart);
    }

    State state() {
        return last().state;
    }

    List<String> addresses() {
        return last().addresses;
    }

    boolean isLive() {
        return last().isLive();
    }

    private Phase last() {
        return history.get(history.size() - 1);
    }

    /**
     * What an answer of this moment shows of it.
     *
     * @param age how far the answer lags behind what is true, in nanoseconds
     */
    Optional<Ec2Instance> shown(long now, long age) {
        boolean leftOut = leftOutFrom <= now && now < leftOutUntil;
        long asOf = isSteady(now) ? now : now - age;
        return forgotten || leftOut ? Optional.empty() : at(asOf).map(phase -> shown(phase, now));
    }

    private Ec2Instance shown(Phase phase, long now) {
        List<String> shown = addressesShownFrom <= now ? phase.addresses : List.of();
        return new Ec2Instance(
                id,
                phase.state,
                shown.stream().filter(address -> !address.endsWith(PREFIX)).toList(),
                shown.stream()
                        .filter(address -> address.endsWith(PREFIX))
                        .<Prefix>map(Ipv6Prefix::parse)
                        .toList(),
                account);
    }

    private Optional<Phase> at(long time) {
        Phase found = null;
        for (Phase phase : history) {
            boolean isShown = phase.from <= time && (phase.isLive() || endShownFrom <= time);
            found = isShown ? phase : found;
        }
        return Optional.ofNullable(found);
    }

    /**
     * Since when it has had these addresses without a break, and has lived or, if it must, run; empty if it does not
     * now.
     */
    OptionalLong holdsSince(List<String> all, boolean mustRun) {
        OptionalLong since = OptionalLong.empty();
        for (int i = history.size() - 1; i >= 0 && history.get(i).holds(all, mustRun); i--) {
            since = OptionalLong.of(history.get(i).from);
        }
        return since;
    }

    @Override
    public String toString() {
        return id + " in " + region + " " + state() + " " + addresses();
    }
}
