package io.github.cloudunmap.simulation;

import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.reconcile.Ec2Id;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * EC2's events on their way to the programs, of which each has a queue. Events get lost, come late, again and in any
 * order, are about instances that nobody has registered, are wrong, and come in floods.
 */
final class SimulatedEvents {
    private static final String ELSEWHERE = "sa-east-1";

    private final Scheduler scheduler;
    private final Random random;
    private final World world;
    private final List<String> regions;
    private final List<Program> programs;
    private boolean calm;

    SimulatedEvents(Scheduler scheduler, Random random, World world, List<String> regions, List<Program> programs) {
        this.scheduler = scheduler;
        this.random = random;
        this.world = world;
        this.regions = regions;
        this.programs = programs;
        world.whenChanged(this::changed);
    }

    /** From now on there are also events that say nothing true. */
    void begin() {
        later(60_000, this::disturb);
    }

    /** Each event comes from now on, within three seconds. No wrong one starts waits anew any more. */
    void calm() {
        calm = true;
    }

    private void changed(Machine machine) {
        for (Program program : programs) {
            if (calm || random.nextInt(6) != 0) {
                for (int copies = copies(); copies > 0; copies--) {
                    send(program, machine.region, machine.id, machine.state(), delay());
                }
            }
        }
    }

    private int copies() {
        return random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1;
    }

    /** In milliseconds, at most. */
    private int delay() {
        return calm ? PromptRemovals.LATEST_EVENT_MILLIS : any(List.of(1_000, 1_000, 20_000, 300_000));
    }

    private void send(Program program, String region, String id, State state, int atMostMillis) {
        StateChange change = new StateChange(
                region,
                Ec2Id.parse(id).orElseThrow(),
                state.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                Optional.empty());
        later(atMostMillis, () -> program.happened(change));
    }

    private void disturb() {
        for (Program program : programs) {
            Machine machine = anyMachine();
            State state = calm ? any(State.STOPPED, State.SHUTTING_DOWN) : any(State.values());
            switch (random.nextInt(6)) {
                case 0 -> send(program, any(regions), Names.ec2Id(0xa0000 + random.nextInt(5)), any(State.values()), 1);
                case 1 -> send(program, ELSEWHERE, machine.id, any(State.values()), 1);
                case 2, 3 -> flood(program, machine, state);
                default -> send(program, machine.region, machine.id, state, 1);
            }
        }
        later(60_000, this::disturb);
    }

    private void flood(Program program, Machine machine, State state) {
        for (int i = 20 + random.nextInt(100); i > 0; i--) {
            send(program, machine.region, machine.id, state, 20_000);
        }
    }

    private Machine anyMachine() {
        List<Machine> machines = List.copyOf(world.machines());
        return machines.isEmpty() ? world.anothers().iterator().next() : machines.get(random.nextInt(machines.size()));
    }

    private void later(int atMostMillis, Runnable action) {
        scheduler.at(
                scheduler.now()
                        + Duration.ofMillis(random.nextInt(atMostMillis)).toNanos(),
                action);
    }

    @SafeVarargs
    private <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
