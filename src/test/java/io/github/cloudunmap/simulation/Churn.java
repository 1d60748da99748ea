package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What others do in AWS: instances come, stop, start and go, and have themselves registered, or fail to take their
 * leave.
 */
final class Churn {
    private final Scheduler scheduler;
    private final Random random;
    private final World world;
    private final Addresses addresses;
    private final Registrars registrars;
    private final List<String> regions;
    private final Duration lag;
    private final int mostAtOnce;
    private int launched;

    /**
     * @param lag by which EC2's answers may lag behind the truth
     * @param mostAtOnce how many live instances there are at most before another is launched
     */
    Churn(
            Scheduler scheduler,
            Random random,
            World world,
            Addresses addresses,
            Registrars registrars,
            List<String> regions,
            Duration lag,
            int mostAtOnce) {
        this.mostAtOnce = mostAtOnce;
        this.scheduler = scheduler;
        this.random = random;
        this.world = world;
        this.addresses = addresses;
        this.registrars = registrars;
        this.regions = regions;
        this.lag = lag;
        world.whenFreed(this::succeed);
    }

    /** A name that has become free is taken soon, or is not. */
    private void succeed(String service, String id) {
        if (random.nextInt(4) == 0) {
            later(
                    1 + random.nextInt(40),
                    () -> one(Machine::isLive, successor -> registrars.takeOver(service, id, successor)));
        }
    }

    /** Something happens. */
    void act() {
        switch (random.nextInt(19)) {
            case 0, 1, 2, 3 -> launchIfFew(this::launch);
            case 4, 5, 6 -> one(Machine::isLive, this::shutDown);
            case 7 -> one(machine -> machine.state() == State.RUNNING, this::stop);
            case 8 -> one(machine -> machine.state() == State.STOPPED, this::start);
            case 9, 10 -> registrars.registerSomethingElse();
            case 11 -> registrars.deregisterSomething();
            case 12 -> registrars.registerAgain();
            case 13, 14 -> one(Machine::isLive, registrars::takeOver);
            case 15 -> one(Machine::isLive, this::registerWithAnImagesId);
            case 16 -> launchIfFew(this::launchUnder);
            case 17 -> one(machine -> machine.state() == State.RUNNING, this::restart);
            default -> shutDownManyAtOnce();
        }
    }

    private void launchIfFew(Runnable launching) {
        if (world.machines().stream().filter(Machine::isLive).count() < mostAtOnce) {
            launching.run();
        }
    }

    Machine launch() {
        long now = scheduler.now();
        boolean isLeftOut = !lag.isZero() && random.nextInt(4) != 0;
        Machine machine = new Machine(
                Names.ec2Id(launched++),
                any(regions),
                World.OURS,
                addresses.ofAnInstance(),
                now,
                random.nextInt(3) == 0 ? now + seconds(30) : now);
        if (isLeftOut) {
            long from = now + seconds(1200);
            machine.leaveOut(from, from + random.nextLong(lag.toNanos()), lag.toNanos());
        }
        world.add(machine);
        scheduler.tell(() -> "launch " + machine);
        later(40, () -> {
            if (machine.state() == State.PENDING) {
                machine.run(scheduler.now());
            }
        });
        for (String service : registrars.services()) {
            if (random.nextInt(2) == 0) {
                later(60, () -> registrars.register(service, machine));
            }
        }
        return machine;
    }

    /** An instance comes and takes over at once what another has left. */
    private void launchUnder() {
        Machine machine = launch();
        later(5, () -> registrars.takeOver(machine));
    }

    private void registerWithAnImagesId(Machine machine) {
        Optional.ofNullable(world.machine(Names.ec2Id(random.nextInt(launched))))
                .filter(other -> !other.isLive())
                .ifPresent(dead -> registrars.registerWithAnImagesId(machine, dead.id));
    }

    private void shutDown(Machine machine) {
        scheduler.tell(() -> "shut down " + machine);
        machine.shutDown(scheduler.now());
        if (random.nextInt(4) == 0) {
            registrars.deregister(machine);
        }
        later(60, () -> {
            addresses.giveBack(machine.addresses());
            machine.terminate(scheduler.now());
            if (random.nextInt(4) == 0) {
                later(200, () -> one(Machine::isLive, successor -> registrars.takeOverFrom(machine, successor)));
            }
            later(3600, () -> world.forget(machine));
        });
    }

    private void shutDownManyAtOnce() {
        if (random.nextInt(4) == 0) {
            String region = any(regions);
            List.copyOf(world.machines()).stream()
                    .filter(machine -> machine.isLive() && machine.region.equals(region) && random.nextInt(4) != 0)
                    .forEach(this::shutDown);
        }
    }

    private void stop(Machine machine) {
        scheduler.tell(() -> "stop " + machine);
        machine.stop(scheduler.now());
    }

    private void restart(Machine machine) {
        stop(machine);
        later(240, () -> start(machine));
    }

    /** With a new public address, under which it registers anew, or does not. */
    private void start(Machine machine) {
        if (machine.state() != State.STOPPED) {
            return;
        }
        machine.start(addresses.ofTheInternet(), scheduler.now());
        scheduler.tell(() -> "start " + machine);
        for (String service : registrars.services()) {
            if (world.registration(service, machine.id) != null && random.nextBoolean()) {
                later(30, () -> registrars.register(service, machine));
            }
        }
    }

    private void one(Predicate<Machine> which, Consumer<Machine> action) {
        List<Machine> candidates = new ArrayList<>();
        for (Machine machine : world.machines()) {
            if (which.test(machine)) {
                candidates.add(machine);
            }
        }
        if (!candidates.isEmpty()) {
            action.accept(any(candidates));
        }
    }

    private void later(int atMostSeconds, Runnable action) {
        scheduler.at(scheduler.now() + seconds(atMostSeconds), action);
    }

    private long seconds(int atMost) {
        return Duration.ofMillis(random.nextInt(atMost * 1000)).toNanos();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
