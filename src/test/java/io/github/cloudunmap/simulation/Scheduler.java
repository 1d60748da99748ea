package io.github.cloudunmap.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on threads of their own, of which exactly one runs at any time, on a virtual clock. Who goes on after a
 * hand-over is drawn from a seed, so that a run can be repeated. A task hands over only by the methods here, and must
 * hold no lock when it does. All methods are for the running task.
 */
final class Scheduler {
    /** One in so many hand-overs finds the machine slow: time passes although somebody could go on. */
    private static final int SLOW_ONE_IN = 64;

    private static final long SLOW = Duration.ofSeconds(10).toNanos();

    /** What unwinds a task whose process was killed. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super("killed", null, false, false);
        }
    }

    /** Tasks that die together. */
    static final class TaskGroup {
        private boolean killed;

        boolean isKilled() {
            return killed;
        }
    }

    /** Something that runs until it ends or is killed. */
    static final class Task {
        private final TaskGroup process;
        private final Runnable body;
        private final @Nullable Task parent;

        @Nullable
        private Carrier carrier;

        /** Told apart, so that a timer of an earlier wait wakes nobody. */
        private long wait;

        private boolean waiting;

        private Task(TaskGroup process, Runnable body, @Nullable Task parent) {
            this.process = process;
            this.body = body;
            this.parent = parent;
        }

        /** Who spawned it; null for the first. */
        @Nullable
        Task parent() {
            return parent;
        }
    }

    /** A thread, or who runs the simulation. */
    private static final class Carrier {
        private final Semaphore turn = new Semaphore(0);

        @Nullable
        private Task next;
    }

    private record Timer(long at, long order, Runnable action) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private final RandomGenerator random;
    private final @Nullable Consumer<String> story;
    private final List<Task> alive = new ArrayList<>();
    private final List<Task> runnable = new ArrayList<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Deque<Carrier> idle = new ArrayDeque<>();
    private final Task first = new Task(new TaskGroup(), () -> {}, null);
    private Task current = first;
    private long now;
    private long order;
    private boolean over;
    private boolean swift;

    @Nullable
    private Throwable escaped;

    /** @param story told what happens; null tells nobody */
    Scheduler(RandomGenerator random, @Nullable Consumer<String> story) {
        this.random = random;
        this.story = story;
    }

    /**
     * Runs the body and all that it spawns; what is left when it ends is killed.
     *
     * @throws IllegalStateException if a task let anything but its killing escape
     */
    void run(Runnable body) {
        first.carrier = new Carrier();
        try {
            body.run();
        } finally {
            over = true;
            while (!alive.isEmpty()) {
                alive.forEach(task -> wake(task, task.wait));
                runnable.add(first);
                switchTo(pick());
            }
            idle.forEach(carrier -> carrier.turn.release());
        }
        if (escaped != null) {
            throw new IllegalStateException("a task ended in " + escaped, escaped);
        }
    }

    /** The machine is not slow any more. */
    void beSwift() {
        swift = true;
    }

    /** Virtual nanoseconds since the beginning. */
    long now() {
        return now;
    }

    /** Something that who repeats a run wants to read. */
    void tell(Supplier<String> event) {
        if (story != null) {
            story.accept(Duration.ofNanos(now) + " " + event.get());
        }
    }

    Task current() {
        return current;
    }

    /** Whether what runs is part of the process. */
    boolean isRunning(TaskGroup process) {
        return current.process == process;
    }

    /** Makes a task that will run some time. */
    void spawn(TaskGroup process, Runnable body) {
        if (process.killed || over) {
            return;
        }
        Task task = new Task(process, body, current);
        alive.add(task);
        runnable.add(task);
    }

    /** Calls the action, which must neither wait nor hand over, when the time has come. */
    void at(long time, Runnable action) {
        timers.add(new Timer(Math.max(time, now), order++, action));
    }

    /** Lets somebody else go on, perhaps. */
    void handOver() {
        refuseTheDead();
        runnable.add(current);
        switchTo(pick());
        refuseTheDead();
    }

    void sleep(Duration time) {
        var unused = await(new CompletableFuture<>(), time);
    }

    /** Waits until the answer is there, whatever it is, or the time is up; tells which. */
    boolean await(CompletableFuture<?> answer, Duration atMost) {
        refuseTheDead();
        if (answer.isDone()) {
            handOver();
            return true;
        }
        Task task = current;
        long wait = ++task.wait;
        task.waiting = true;
        var unused = answer.whenComplete((value, failure) -> wake(task, wait));
        at(now + atMost.toNanos(), () -> wake(task, wait));
        switchTo(pick());
        refuseTheDead();
        return answer.isDone();
    }

    /** Ends all tasks of the process, but the one that asks for it, wherever they are. */
    void kill(TaskGroup process) {
        process.killed = true;
        alive.stream().filter(this::isDead).forEach(task -> wake(task, task.wait));
    }

    private void wake(Task task, long wait) {
        if (task.waiting && task.wait == wait) {
            task.waiting = false;
            runnable.add(task);
        }
    }

    private void refuseTheDead() {
        if (isDead(current)) {
            throw new Killed();
        }
    }

    private boolean isDead(Task task) {
        return task.process.killed || (over && task != first);
    }

    private Task pick() {
        if (random.nextInt(SLOW_ONE_IN) == 0 && !swift && !timers.isEmpty() && timers.element().at - now < SLOW) {
            passTime();
        }
        while (runnable.isEmpty()) {
            if (timers.isEmpty()) {
                throw new IllegalStateException("everybody waits for what nobody will do");
            }
            passTime();
        }
        int chosen = random.nextInt(runnable.size());
        Task task = runnable.get(chosen);
        runnable.set(chosen, runnable.get(runnable.size() - 1));
        runnable.remove(runnable.size() - 1);
        return task;
    }

    private void passTime() {
        Timer first = timers.peek();
        if (first != null) {
            now = Math.max(now, first.at);
            while (!timers.isEmpty() && timers.element().at <= now) {
                timers.remove().action.run();
            }
        }
    }

    private void switchTo(Task next) {
        Task task = current;
        if (next == task) {
            return;
        }
        Carrier mine = carrierOf(task);
        resume(next);
        mine.turn.acquireUninterruptibly();
        current = task;
    }

    private void resume(Task next) {
        Carrier carrier = next.carrier;
        if (carrier == null) {
            carrier = idle.poll();
            if (carrier == null) {
                Carrier added = new Carrier();
                Thread thread = new Thread(() -> carry(added), "simulated");
                thread.setDaemon(true);
                thread.start();
                carrier = added;
            }
            carrier.next = next;
            next.carrier = carrier;
        }
        carrier.turn.release();
    }

    private void carry(Carrier carrier) {
        carrier.turn.acquireUninterruptibly();
        while (carrier.next != null) {
            Task task = carrier.next;
            carrier.next = null;
            current = task;
            runToItsEnd(task);
            Task next = pick();
            if (next.carrier == null) {
                next.carrier = carrier;
                carrier.next = next;
            } else {
                idle.push(carrier);
                resume(next);
                carrier.turn.acquireUninterruptibly();
            }
        }
    }

    private void runToItsEnd(Task task) {
        try {
            if (!isDead(task)) {
                task.body.run();
            }
        } catch (Killed killed) {
            // As it should be.
        } catch (Throwable e) {
            escaped = escaped == null ? e : escaped;
        } finally {
            alive.remove(task);
        }
    }

    private static Carrier carrierOf(Task task) {
        if (task.carrier == null) {
            throw new IllegalStateException("a task that does not run cannot wait");
        }
        return task.carrier;
    }
}
