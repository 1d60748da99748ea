package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.Plan.Removal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the last readings before a removal: EC2 first, then the registration in Cloud Map. EC2 is not asked again
 * about instances that it has shown as ended, because that is final. For one pass and one thread.
 */
final class Confirmation {
    /** How long a removal may still be sent, counted from the earlier of the two requests, to EC2 and to Cloud Map. */
    static final Duration SENDABLE = Duration.ofSeconds(15);
    /**
     * For how long one reading serves several removals, in nanoseconds. The rest of {@link #SENDABLE} is left for
     * Cloud Map's answer and the sending.
     */
    private static final long READING_SERVES = Duration.ofSeconds(5).toNanos();

    /** The result of the last readings for one removal. */
    sealed interface Result {}

    /**
     * EC2 and Cloud Map still agree with the plan.
     *
     * @param removal the removal, with EC2's latest answer as its verdict
     * @param notAfter until when the removal may be sent, in the nanoseconds of {@link TimeSource#nanos()}
     */
    record Sendable(Removal removal, long notAfter) implements Result {}

    /**
     * The registration stays.
     *
     * @param why the reason, which ends the sentence of a log line
     */
    record Kept(String why) implements Result {}

    /**
     * The answers to one request.
     *
     * @param requestedAt in monotonic nanoseconds
     * @param covers the Cloud Map ids in the answer; a list covers all ids that it contains
     * @param usedFor the Cloud Map ids that this reading has served already
     */
    private record Reading<T>(T answers, long requestedAt, Set<String> covers, Set<String> usedFor) {
        /**
         * Whether this reading may serve the removal of this id. Each reading serves a removal once: if the removal
         * has to be sent again, EC2 and Cloud Map are read again.
         */
        boolean serves(String id, long now) {
            return covers.contains(id) && !usedFor.contains(id) && now - requestedAt <= READING_SERVES;
        }
    }

    private record Registration(Optional<RegisteredInstance> now, long requestedAt) {}

    private final ServiceRegistry registry;
    private final Lookup lookup;
    private final Planner planner;
    private final TimeSource time;
    private @Nullable Reading<FleetView> fleet;
    private @Nullable Reading<Map<String, RegisteredInstance>> list;
    private boolean getIsDenied;

    Confirmation(ServiceRegistry registry, Lookup lookup, Planner planner, TimeSource time) {
        this.registry = registry;
        this.lookup = lookup;
        this.planner = planner;
        this.time = time;
    }

    /**
     * Reads EC2 and Cloud Map again. The request to EC2 also covers the removals that still wait.
     *
     * @param waiting the removals that come after this one
     * @throws ApiFailure if EC2 or Cloud Map could not be read, or EC2's answer is suspect
     */
    Result read(Removal removal, Collection<Removal> waiting) {
        OptionalLong fleetRequestedAt = OptionalLong.empty();
        Verdict.Stale latest = removal.verdict();
        if (!removal.verdict().isFinal()) {
            Reading<FleetView> reading = fleet(removal, waiting);
            reading.usedFor.add(removal.instance().id());
            fleetRequestedAt = OptionalLong.of(reading.requestedAt);
            Verdict verdict = planner.judge(removal.instance(), reading.answers);
            if (!(verdict instanceof Verdict.Stale stale)) {
                return new Kept("EC2 now says " + verdict.kind() + ", " + verdict.why());
            }
            stale.suspectAnswers(removal.instance()).findFirst().ifPresent(Confirmation::refuse);
            if (stale.losesSightOf(removal.verdict().alive())) {
                return new Kept("EC2 has only now stopped showing it, which has to last first");
            }
            latest = stale;
        }
        Registration registration = registration(removal.instance().id(), fleetRequestedAt);
        boolean unchanged =
                registration.now.filter(removal.instance()::isSameAs).isPresent();
        return unchanged
                ? new Sendable(
                        new Removal(removal.instance(), latest),
                        TimeSource.earlier(fleetRequestedAt.orElse(registration.requestedAt), registration.requestedAt)
                                + SENDABLE.toNanos())
                : new Kept("its registration has changed meanwhile");
    }

    private Reading<FleetView> fleet(Removal removal, Collection<Removal> waiting) {
        if (fleet == null || !fleet.serves(removal.instance().id(), time.nanos())) {
            List<RegisteredInstance> unconfirmed = Stream.concat(Stream.of(removal), waiting.stream())
                    .filter(other -> !other.verdict().isFinal())
                    .map(Removal::instance)
                    .toList();
            long requestedAt = time.nanos();
            fleet = new Reading<>(
                    lookup.readAgain(unconfirmed, requestedAt),
                    requestedAt,
                    unconfirmed.stream().map(RegisteredInstance::id).collect(Collectors.toSet()),
                    new HashSet<>());
        }
        return fleet;
    }

    private static void refuse(Evidence suspect) {
        throw new ApiFailure(
                "SuspectRegion",
                "before the removal EC2 in " + suspect.region() + " "
                        + suspect.suspicion().orElseThrow().shows() + "; the removal is left to the next pass");
    }

    /**
     * @param notBefore when EC2 was asked again, since an older list does not serve; empty if EC2 was not asked again
     */
    private Registration registration(String id, OptionalLong notBefore) {
        if (!getIsDenied) {
            try {
                long requestedAt = time.nanos();
                return new Registration(registry.get(id), requestedAt);
            } catch (ApiFailure failure) {
                if (!failure.isDenied()) {
                    throw failure;
                }
                // The Python tool's IAM policy does not permit GetInstance. If it is denied, ListInstances serves
                // instead.
                getIsDenied = true;
            }
        }
        if (list == null
                || !list.serves(id, time.nanos())
                || list.requestedAt - notBefore.orElse(list.requestedAt) < 0) {
            long requestedAt = time.nanos();
            Map<String, RegisteredInstance> byId =
                    registry.list().stream().collect(Collectors.toMap(RegisteredInstance::id, Function.identity()));
            list = new Reading<>(byId, requestedAt, byId.keySet(), new HashSet<>());
        }
        list.usedFor.add(id);
        return new Registration(Optional.ofNullable(list.answers.get(id)), list.requestedAt);
    }
}
