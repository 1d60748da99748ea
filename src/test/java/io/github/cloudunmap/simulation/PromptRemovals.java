package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.RegisteredInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * In the calm, with a quick AWS and a queue: instances end, EC2 shows it up to ten seconds after their events, and what
 * the rules allow to go at once has to go within five seconds.
 */
final class PromptRemovals {
    /** How late an event is at most. */
    static final int LATEST_EVENT_MILLIS = 3_000;

    private static final long EVENT = Duration.ofMillis(LATEST_EVENT_MILLIS).toNanos();
    /** How far EC2 lags behind an event at most: shorter than the wait for the last further pass. */
    private static final int LATEST_SHOWN_MILLIS = 9_500;

    private static final long WITHIN = Duration.ofSeconds(5).toNanos();
    /** For the pass in flight, the passes that the workers run first, and the early pass with its removals. */
    private static final long PASSES = Duration.ofSeconds(2).toNanos();

    private static final long EVERY = Duration.ofMillis(500).toNanos();

    private final Scheduler scheduler;
    private final Random random;
    private final World world;
    private final Churn churn;
    private final Promise promise;

    PromptRemovals(Scheduler scheduler, Random random, World world, Churn churn, Promise promise) {
        this.scheduler = scheduler;
        this.random = random;
        this.world = world;
        this.churn = churn;
        this.promise = promise;
    }

    /** @param reconciled gives the services of a program */
    void run(List<Program> programs, Function<Program, List<ServiceSettings>> reconciled, BooleanSupplier goesOn) {
        scheduler.tell(() -> "AWS is quick");
        for (int round = 0; round < 4 && goesOn.getAsBoolean(); round++) {
            new Round(programs, reconciled).run();
        }
    }

    /** Instances are launched, and others end. */
    private final class Round {
        private final List<Program> programs;
        private final Function<Program, List<ServiceSettings>> reconciled;

        Round(List<Program> programs, Function<Program, List<ServiceSettings>> reconciled) {
            this.programs = programs;
            this.reconciled = reconciled;
        }

        void run() {
            launchSome();
            scheduler.sleep(
                    Duration.ofMillis(random.nextInt(3 * (int) frequency().toMillis())));
            endSome();
            scheduler.sleep(frequency().multipliedBy(2).plusMillis(LATEST_SHOWN_MILLIS));
        }

        private Duration frequency() {
            return programs.stream()
                    .flatMap(program -> reconciled.apply(program).stream())
                    .map(ServiceSettings::frequency)
                    .max(Duration::compareTo)
                    .orElseThrow();
        }

        private void launchSome() {
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                churn.launch().leaveOutNoMore(scheduler.now());
            }
        }

        private void endSome() {
            List<Look> looks = new ArrayList<>();
            for (Machine machine : List.copyOf(world.machines())) {
                if (machine.isLive() && random.nextInt(4) == 0) {
                    long shownAfter = random.nextInt(3) == 0 ? 0 : random.nextInt(LATEST_SHOWN_MILLIS);
                    scheduler.tell(() -> machine + " ends, which EC2 shows after " + shownAfter + " ms");
                    long shown = scheduler.now() + Duration.ofMillis(shownAfter).toNanos();
                    machine.showEndFrom(shown);
                    machine.shutDown(scheduler.now());
                    long told = Math.max(shown, scheduler.now() + EVENT);
                    long end = told + frequency().multipliedBy(2).toNanos();
                    Look look = new Look(machine, end);
                    looks.add(look);
                    scheduler.at(told, look::look);
                }
            }
            looks.forEach(Look::leaveOutRefused);
        }

        /**
         * Looks at the registrations that name an instance, twice a second, from its event and EC2's answers on. It
         * leaves out those that the rules refuse meanwhile: what allows them later is no event.
         */
        private final class Look {
            private final Machine ended;
            private final long end;
            /** By service and registration, since when a pass has listed it and the rules have allowed it to go. */
            private final Map<Registered, Long> allowed = new HashMap<>();

            private final Set<Registered> refused = new HashSet<>();

            Look(Machine ended, long end) {
                this.ended = ended;
                this.end = end;
            }

            /** An event that comes at once finds the rules as they are now, not as they are at the first look. */
            void leaveOutRefused() {
                programs.forEach(program -> reconciled.apply(program).forEach(service -> {
                    List<String> mayGo = promise.couldGo(service);
                    promise.naming(service, ended).stream()
                            .filter(instance -> !mayGo.contains(instance.id()))
                            .forEach(instance -> refused.add(new Registered(program, service.serviceId(), instance)));
                }));
            }

            void look() {
                programs.forEach(program -> reconciled.apply(program).forEach(service -> look(program, service)));
                if (scheduler.now() < end) {
                    scheduler.at(scheduler.now() + EVERY, this::look);
                }
            }

            private void look(Program program, ServiceSettings service) {
                List<RegisteredInstance> naming = promise.naming(service, ended);
                if (naming.isEmpty()) {
                    return;
                }
                List<RegisteredInstance> mayGo =
                        service.dryRun() || program.watch().isSuspect(service.serviceId())
                                ? List.of()
                                : promise.couldGoAtOnce(service, ended, scheduler.now());
                for (RegisteredInstance instance : naming) {
                    Registered registered = new Registered(program, service.serviceId(), instance);
                    boolean isListed = program.watch().hasListed(service.serviceId(), instance);
                    if (isListed && !mayGo.contains(instance)) {
                        refused.add(registered);
                    } else if (isListed && !refused.contains(registered)) {
                        long since = allowed.computeIfAbsent(registered, r -> scheduler.now());
                        if (scheduler.now() - since > WITHIN + PASSES) {
                            program.watch()
                                    .violated(
                                            "what an event has told of goes within five seconds",
                                            instance + " stayed in " + service);
                        }
                    }
                }
            }
        }
    }

    private record Registered(Program program, String serviceId, RegisteredInstance instance) {}
}
