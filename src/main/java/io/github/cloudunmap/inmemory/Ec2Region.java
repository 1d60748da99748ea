package io.github.cloudunmap.inmemory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The EC2 instances of one account in one region. Each launch adds a row at the end. A look-up by id is as quick with
 * many rows as with few, but a scan is not. Any thread may call it, and each call is atomic.
 */
public final class Ec2Region {
    /** A page of instances in launch order. {@code nextRow} begins the next page; null on the last page. */
    record Page(List<LaunchedInstance> instances, @Nullable Integer nextRow) {}

    private final Serial serial;
    private final InstantSource clock;
    private final BiConsumer<String, LaunchedInstance.State> events;
    private final List<@Nullable InstanceHistory> rows = new ArrayList<>();
    private final Map<String, Integer> rowOf = new HashMap<>();
    private int privateAddresses;
    private int publicAddresses;
    private boolean blackedOut;
    private Duration lag = Duration.ZERO;
    private int mostById = Integer.MAX_VALUE;

    Ec2Region(Serial serial, InstantSource clock, BiConsumer<String, LaunchedInstance.State> events) {
        this.events = events;
        this.serial = serial;
        this.clock = clock;
    }

    /** Launches a running instance with this private address, and returns the instance's id. */
    public String launch(String privateIp) {
        return launch(LaunchedInstance.running(privateIp));
    }

    /**
     * Adds the instance in the given state and with the given addresses, and returns its id.
     *
     * @throws IllegalArgumentException if an instance has this id already
     */
    public synchronized String launch(LaunchedInstance instance) {
        String id = instance.id().isEmpty() ? serial.id("i-") : instance.id();
        String reservation = instance.reservation().isEmpty() ? serial.id("r-") : instance.reservation();
        if (rowOf.putIfAbsent(id, rows.size()) != null) {
            throw new IllegalArgumentException("there is an instance " + id);
        }
        rows.add(new InstanceHistory(clock.instant(), instance.named(id, reservation)));
        events.accept(id, instance.state());
        return id;
    }

    /** Terminates the instance at once. The instance loses its addresses, and DescribeInstances still shows it. */
    public void terminate(String id) {
        set(id, LaunchedInstance.State.TERMINATED);
    }

    /** Stops the instance at once. The instance loses its public address, but keeps an Elastic IP. */
    public void stop(String id) {
        set(id, LaunchedInstance.State.STOPPED);
    }

    /** Starts the instance. It gets a new public address, unless it has an Elastic, carrier or customer-owned IP. */
    public synchronized void start(String id) {
        LaunchedInstance running = instance(id).in(LaunchedInstance.State.RUNNING);
        put(running.keepsItsPublicIp() ? running : running.withPublicIp(nextPublicIp()));
    }

    /** Puts the instance into any state. {@link LaunchedInstance#in} says which addresses the instance keeps. */
    public void set(String id, LaunchedInstance.State state) {
        change(id, instance -> instance.in(state));
    }

    /** Replaces the instance by a changed instance with the same id. */
    public synchronized void change(String id, UnaryOperator<LaunchedInstance> change) {
        put(change.apply(instance(id)));
    }

    /** Makes DescribeInstances show the instance. */
    public void reveal(String id) {
        change(id, LaunchedInstance::shown);
    }

    /** Hides the instance from DescribeInstances, as EC2 does for a moment after a launch. */
    public void hide(String id) {
        change(id, LaunchedInstance::hidden);
    }

    /** Makes DescribeInstances show the instance's addresses. */
    public void revealAddresses(String id) {
        change(id, LaunchedInstance::withAddresses);
    }

    /** Makes DescribeInstances show the instance without addresses, as EC2 does for a moment after a launch. */
    public void hideAddresses(String id) {
        change(id, LaunchedInstance::withoutAddresses);
    }

    /** Removes the instance for good, as EC2 does about an hour after its termination. */
    public synchronized void forget(String id) {
        history(id);
        Integer row = rowOf.remove(id);
        if (row != null) {
            rows.set(row, null);
        }
    }

    /** Sets whether DescribeInstances shows no instance, unless its parameter InstanceId names the instance. */
    public synchronized void blackOut(boolean on) {
        blackedOut = on;
    }

    /**
     * Splits the answers to the filter instance-id into pages of at most {@code most} instances, as EC2 may do. If
     * {@code most} is 0, every page is empty, and the pages never end while an instance matches.
     */
    public synchronized void splitAnswersById(int most) {
        mostById = most;
    }

    /**
     * Makes answers show launches, new states and new addresses only after this time, which is five minutes at most.
     * When the lag is shortened, answers jump forward in time. When the lag is lengthened, answers fall back.
     */
    public synchronized void lag(Duration behind) {
        lag = InstanceHistory.checked(behind);
    }

    /** Makes answers about one instance lag by this time, instead of by the lag of the region. */
    public synchronized void lag(String id, Duration behind) {
        history(id).lag(behind);
    }

    /**
     * Returns the instance in its true state. DescribeInstances may show an earlier state, or hide the instance.
     *
     * @throws NoSuchElementException if there is no instance with this id
     */
    public LaunchedInstance instance(String id) {
        return find(id).orElseThrow(() -> new NoSuchElementException("no instance " + id));
    }

    /** Returns all instances in their true states and in launch order, including hidden instances. */
    public synchronized List<LaunchedInstance> instances() {
        List<LaunchedInstance> all = new ArrayList<>(rowOf.size());
        for (InstanceHistory row : rows) {
            if (row != null) {
                all.add(row.latest());
            }
        }
        return all;
    }

    synchronized Optional<LaunchedInstance> find(String id) {
        Integer row = rowOf.get(id);
        return row == null
                ? Optional.empty()
                : Optional.ofNullable(rows.get(row)).map(InstanceHistory::latest);
    }

    /** Returns the instance as EC2 shows it now; empty if EC2 does not show it. */
    synchronized Optional<LaunchedInstance> shown(String id) {
        Integer row = rowOf.get(id);
        return row == null ? Optional.empty() : shown(row);
    }

    /** Returns those of these ids that EC2 shows and {@code matching} accepts, from this row of the region on. */
    synchronized Page page(Collection<String> ids, Predicate<LaunchedInstance> matching, int fromRow, int size) {
        return collect(
                ids.stream()
                        .map(rowOf::get)
                        .flatMapToInt(row -> row == null ? IntStream.empty() : IntStream.of(row))
                        .filter(row -> row >= fromRow)
                        .sorted()
                        .distinct()
                        .iterator(),
                matching,
                Math.min(size, mostById));
    }

    /** Returns the instances that EC2 shows and {@code matching} accepts, from this row of the region on. */
    synchronized Page page(Predicate<LaunchedInstance> matching, int fromRow, int size) {
        return collect(
                IntStream.range(Math.min(fromRow, rows.size()), rows.size()).iterator(), matching, size);
    }

    synchronized String nextPrivateIp() {
        int number = ++privateAddresses;
        return "172." + (16 + number / 65_536 % 16) + "." + number / 256 % 256 + "." + number % 256;
    }

    synchronized String nextPublicIp() {
        int number = ++publicAddresses;
        return "198." + (18 + number / 65_536 % 2) + "." + number / 256 % 256 + "." + number % 256;
    }

    String nextReservation() {
        return serial.id("r-");
    }

    private Page collect(PrimitiveIterator.OfInt candidates, Predicate<LaunchedInstance> matching, int size) {
        List<LaunchedInstance> page = new ArrayList<>();
        while (!blackedOut && candidates.hasNext()) {
            int row = candidates.nextInt();
            Optional<LaunchedInstance> instance = shown(row).filter(matching);
            if (instance.isEmpty()) {
                continue;
            }
            if (page.size() == size) {
                return new Page(page, row);
            }
            page.add(instance.get());
        }
        return new Page(page, null);
    }

    private Optional<LaunchedInstance> shown(int row) {
        InstanceHistory history = rows.get(row);
        return history == null
                ? Optional.empty()
                : history.shown(clock.instant(), lag).filter(LaunchedInstance::visible);
    }

    private void put(LaunchedInstance changed) {
        if (history(changed.id()).change(clock.instant(), changed)) {
            events.accept(changed.id(), changed.state());
        }
    }

    private InstanceHistory history(String id) {
        Integer row = rowOf.get(id);
        InstanceHistory history = row == null ? null : rows.get(row);
        if (history == null) {
            throw new NoSuchElementException("no instance " + id);
        }
        return history;
    }
}
