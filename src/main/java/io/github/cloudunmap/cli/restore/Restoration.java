package io.github.cloudunmap.cli.restore;

import io.github.cloudunmap.aws.RestorePorts;
import io.github.cloudunmap.cli.restore.Restored.Result;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar.OperationState;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.state.JournalLine.Outcome;
import io.github.cloudunmap.state.JournaledRemoval;
import io.github.cloudunmap.state.JournaledService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Registers removed instances again, service by service. */
public final class Restoration {
    private final Function<JournaledService, RestorePorts> opening;
    private final TimeSource time;
    private final BiConsumer<JournaledRemoval, String> accepted;
    private final boolean force;
    private final boolean dryRun;

    /**
     * @param opening opens the access to AWS for one service; the access is closed after the service's last
     *     registration
     * @param accepted is told of each registration as soon as Cloud Map has accepted it, with the id of the operation
     * @param force true to restore registrations without asking EC2 about their instances
     * @param dryRun true to register nothing
     */
    public Restoration(
            Function<JournaledService, RestorePorts> opening,
            TimeSource time,
            BiConsumer<JournaledRemoval, String> accepted,
            boolean force,
            boolean dryRun) {
        this.opening = opening;
        this.time = time;
        this.accepted = accepted;
        this.force = force;
        this.dryRun = dryRun;
    }

    /**
     * Restores the registrations, and returns the outcomes. A failure affects only the service or registration that
     * failed.
     */
    public List<Restored> restore(List<JournaledRemoval> removals) {
        Map<JournaledService, List<JournaledRemoval>> byService = new LinkedHashMap<>();
        removals.forEach(removal -> byService
                .computeIfAbsent(removal.removing().service(), service -> new ArrayList<>())
                .add(removal));
        List<Restored> restored = new ArrayList<>();
        byService.forEach((service, ofService) -> restored.addAll(restore(service, ofService)));
        return restored;
    }

    private List<Restored> restore(JournaledService service, List<JournaledRemoval> removals) {
        try (RestorePorts ports = opening.apply(service)) {
            Liveness liveness = force
                    ? null
                    : Liveness.read(
                            removals.stream()
                                    .map(removal -> removal.removing().registration())
                                    .toList(),
                            service.addresses(),
                            ports.reading().directories(),
                            time);
            Operations removing = new Operations(ports, time);
            List<Pending> begun = removals.stream()
                    .map(removal -> begin(removal, ports, liveness, removing))
                    .toList();
            Operations registering = new Operations(ports, time);
            return begun.stream().map(pending -> finish(pending, registering)).toList();
        } catch (ApiFailure failure) {
            return removals.stream().map(removal -> failed(removal, failure)).toList();
        }
    }

    /** The result so far, and the id of the operation that can still change it; the id is null if none can. */
    private record Pending(Restored restored, @Nullable String operation) {}

    private Pending begin(
            JournaledRemoval removal, RestorePorts ports, @Nullable Liveness liveness, Operations removing) {
        RegisteredInstance registration = removal.removing().registration();
        try {
            // Read the registration right before registering, because registering an existing id would replace its
            // attributes.
            Optional<RegisteredInstance> now = ports.reading().registry().get(registration.id());
            Optional<OperationState> removed = Optional.empty();
            if (isSame(now, registration)) {
                removed = stateOf(removal, removing);
                if (removed.isPresent() && removed.get() instanceof OperationState.UnderWay) {
                    return done(removal, Result.UNDER_WAY, "its removal is still under way; run restore again");
                }
                now = ports.reading().registry().get(registration.id());
            }
            if (now.isPresent()) {
                String asItWas = "it is registered, as it was"
                        + (removed.isPresent() ? "" : ", but its removal may still be on its way");
                return done(
                        removal,
                        Result.REGISTERED,
                        isSame(now, registration) ? asItWas : "it is registered now, with other attributes");
            }
            Optional<String> objection = liveness == null ? Optional.empty() : liveness.objection(registration);
            if (objection.isPresent()) {
                return done(removal, Result.NOT_ALIVE, objection.get() + "; --force registers it all the same");
            } else if (dryRun) {
                return done(removal, Result.DRY_RUN, "it would be registered");
            }
            String operation = ports.registrar().register(registration);
            accepted.accept(removal, operation);
            return new Pending(new Restored(removal, Result.RESTORED, "operation " + operation), operation);
        } catch (ApiFailure failure) {
            return new Pending(failed(removal, failure), null);
        }
    }

    private static boolean isSame(Optional<RegisteredInstance> now, RegisteredInstance before) {
        return now.isPresent() && now.get().attributes().equals(before.attributes());
    }

    /**
     * Waits until the removal's operation has ended, or until a minute has passed since {@code removing} was created.
     * Returns the latest state of the operation; empty if its id is not known or its state cannot be read.
     */
    private static Optional<OperationState> stateOf(JournaledRemoval removal, Operations removing) {
        Outcome outcome = removal.outcomeOrNull();
        String operation = outcome == null ? null : outcome.operationId();
        try {
            return operation == null ? Optional.empty() : removing.state(operation);
        } catch (ApiFailure failure) {
            return Optional.empty();
        }
    }

    private static Pending done(JournaledRemoval removal, Result result, String why) {
        return new Pending(new Restored(removal, result, why), null);
    }

    private static Restored failed(JournaledRemoval removal, ApiFailure failure) {
        return new Restored(removal, Result.FAILED, ApiFailure.messageOf(failure));
    }

    /**
     * Waits until the operation has ended, or until a minute has passed since {@code operations} was created. Returns
     * the result after this wait. Does not wait if there is no operation.
     */
    private static Restored finish(Pending pending, Operations operations) {
        String operation = pending.operation();
        if (operation == null) {
            return pending.restored();
        }
        Optional<OperationState> state;
        String unread = "its end cannot be read";
        try {
            state = operations.state(operation);
        } catch (ApiFailure failure) {
            state = Optional.empty();
            unread = "its end could not be read: " + ApiFailure.messageOf(failure);
        }
        Restored restored = pending.restored();
        if (state.isEmpty()) {
            return asRegistered(restored.because(Result.UNDER_WAY, ", accepted; " + unread), operations);
        } else if (state.get() instanceof OperationState.Failed failed) {
            return restored.because(Result.FAILED, " failed: " + failed.message() + " (" + failed.code() + ")");
        }
        return state.get() instanceof OperationState.Done
                ? restored
                : restored.because(Result.UNDER_WAY, ", accepted; still under way");
    }

    /** Reads the registration, because the state of its operation cannot be read. */
    private static Restored asRegistered(Restored accepted, Operations operations) {
        try {
            return operations.isMade(accepted.removal().removing().registration())
                    ? accepted.because(Result.RESTORED, "; the registration is there")
                    : accepted.because(Result.UNDER_WAY, "; the registration is not there yet");
        } catch (ApiFailure failure) {
            return accepted.because(Result.UNDER_WAY, "; " + ApiFailure.messageOf(failure));
        }
    }
}
