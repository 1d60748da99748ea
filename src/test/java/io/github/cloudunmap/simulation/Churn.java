package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.simulation.World.Registration;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What others do in AWS: instances come, stop, start and go, and register, or fail to deregister. */
final class Churn {
    private final Scheduler scheduler;
    private final Random random;
    private final World world;
    private final List<String> regions;
    private final List<String> services;
    /** Addresses that were given back: the next instance may get one. */
    private final Deque<String> freeAddresses = new ArrayDeque<>();

    private int launched;
    private int addresses;

    Churn(Scheduler scheduler, Random random, World world, List<String> regions, List<String> services) {
        this.scheduler = scheduler;
        this.random = random;
        this.world = world;
        this.regions = regions;
        this.services = services;
    }

    /** Something happens. */
    void act() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> launch();
            case 4, 5, 6 -> one(Machine::isLive, this::shutDown);
            case 7 -> one(machine -> machine.state() == State.RUNNING, this::stop);
            case 8 -> one(machine -> machine.state() == State.STOPPED, this::start);
            case 9 -> registerSomethingElse();
            case 10 -> deregisterSomething();
            default -> shutDownManyAtOnce();
        }
    }

    void launch() {
        long now = scheduler.now();
        String region = any(regions);
        Machine machine = new Machine(
                "i-%08x".formatted(launched++),
                region,
                World.OURS,
                now,
                random.nextInt(3) == 0 ? now + seconds(20) : now,
                random.nextInt(3) == 0 ? now + seconds(30) : now);
        machine.assign(address(), now);
        machine.assign(publicAddress(machine), now);
        world.add(machine);
        scheduler.tell(() -> "launch " + machine);
        later(40, () -> {
            if (machine.state() == State.PENDING) {
                machine.run(scheduler.now());
            }
        });
        for (String service : services) {
            if (random.nextInt(2) == 0) {
                later(60, () -> registerIfLive(service, machine));
            }
        }
    }

    private void registerIfLive(String service, Machine machine) {
        if (machine.isLive() && machine.state() != State.STOPPED) {
            register(service, machine);
        }
    }

    /** By its own id, or by a name that the next of its kind takes over. */
    private void register(String service, Machine machine) {
        String address = any(machine.addresses());
        RegisteredInstance instance = machine.id.hashCode() % 2 == 0
                ? new RegisteredInstance(
                        "web-" + machine.id.hashCode() % 3,
                        Map.of("AWS_INSTANCE_IPV4", address, "AWS_EC2_INSTANCE_ID", machine.id),
                        World.OURS)
                : new RegisteredInstance(
                        machine.id, Map.of("AWS_INSTANCE_IPV4", address), random.nextInt(3) == 0 ? World.OURS : null);
        scheduler.tell(() -> service + " gets " + instance);
        world.register(service, instance, scheduler.now());
    }

    private void shutDown(Machine machine) {
        scheduler.tell(() -> "shut down " + machine);
        machine.shutDown();
        if (random.nextInt(4) == 0) {
            services.forEach(service -> world.deregister(service, machine.id));
        }
        later(60, () -> {
            freeAddresses.addAll(machine.addresses());
            machine.terminate();
            later(3600, () -> world.forget(machine));
        });
    }

    private void shutDownManyAtOnce() {
        if (random.nextInt(6) == 0) {
            String region = any(regions);
            List.copyOf(world.machines()).stream()
                    .filter(machine -> machine.isLive() && machine.region.equals(region) && random.nextInt(4) != 0)
                    .forEach(this::shutDown);
        }
    }

    private void stop(Machine machine) {
        scheduler.tell(() -> "stop " + machine);
        machine.stop(publicAddress(machine));
    }

    /** With a new public address, under which it registers anew, or does not. */
    private void start(Machine machine) {
        machine.run(scheduler.now());
        machine.assign(publicAddress(machine) + "-again", scheduler.now());
        scheduler.tell(() -> "start " + machine);
        for (String service : services) {
            if (world.registration(service, machine.id) != null && random.nextBoolean()) {
                later(30, () -> registerIfLive(service, machine));
            }
        }
    }

    private void registerSomethingElse() {
        RegisteredInstance instance = switch (random.nextInt(4)) {
            case 0 -> new RegisteredInstance("alias-" + random.nextInt(3), Map.of("AWS_ALIAS_DNS_NAME", "lb"), null);
            case 1 ->
                new RegisteredInstance(
                        "i-f0e1600" + random.nextInt(5), Map.of("AWS_INSTANCE_IPV4", address()), World.ANOTHERS);
            case 2 -> new RegisteredInstance("host-" + random.nextInt(3), Map.of("AWS_INSTANCE_IPV4", address()), null);
            default ->
                new RegisteredInstance(
                        "i-dead000" + random.nextInt(5), Map.of("AWS_INSTANCE_IPV4", address()), World.OURS);
        };
        world.register(any(services), instance, scheduler.now());
    }

    private void deregisterSomething() {
        String service = any(services);
        List<Registration> registrations = world.registrations(service);
        if (!registrations.isEmpty()) {
            world.deregister(service, any(registrations).instance().id());
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

    private String address() {
        return !freeAddresses.isEmpty() && random.nextBoolean() ? freeAddresses.remove() : "10.0.0." + addresses++;
    }

    private static String publicAddress(Machine machine) {
        return "public-" + machine.id;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
