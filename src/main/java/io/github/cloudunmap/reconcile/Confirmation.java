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
 * Makes the last readings before a removal: EC2 first, then the registration in Cloud Map. EC2 is not asked again if
 * it has shown every instance of the registration as ended, because that is final. Used for one pass, by one thread.
 */
final class Confirmation {
    /**
     * The longest time from the request of the last readings to the sending of the removal. If EC2 and Cloud Map were
     * both read, the earlier request counts.
     */
    static final Duration SENDABLE = Duration.ofSeconds(15);
    /**
     * The greatest age, in nanoseconds since the request, at which an answer of EC2 or a list of Cloud Map may be used
     * for another removal. It is shorter than {@link #SENDABLE}, which counts from the same request. The difference
     * leaves time to read Cloud Map after EC2, and to send the removal.
     */
    private static final long READING_SERVES = Duration.ofSeconds(5).toNanos();

    /**
     * The result of the last readings for one removal. These are the answers of EC2 and Cloud Map that are requested
     * right before the removal is sent.
     */
    sealed interface Result {}

    /**
     * EC2 and Cloud Map still agree with the plan.
     *
     * @param removal the removal, with the verdict from EC2's latest answer
     * @param notAfter the latest time at which the removal may be sent, in the nanoseconds of {@link
     *     TimeSource#nanos()}
     */
    record Sendable(Removal removal, long notAfter) implements Result {}

    /**
     * The registration stays.
     *
     * @param why the reason, worded as the end of a log message
     */
    record Kept(String why) implements Result {}

    /**
     * One reading of EC2, or one list from Cloud Map. It can serve the removals of several registrations.
     *
     * @param requestedAt when the reading was requested, in monotonic nanoseconds
     * @param covers the Cloud Map ids of the registrations that the reading can serve
     * @param usedFor the Cloud Map ids of the registrations that the reading has served already
     */
    private record Reading<T>(T answers, long requestedAt, Set<String> covers, Set<String> usedFor) {
        /**
         * Whether this reading of EC2 or Cloud Map may be used as a last reading before the removal of the
         * registration with this id. It may be used only once for each registration: a removal that has to be sent
         * again needs a new reading.
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
     * Makes the last readings for one removal. A request to EC2 also covers removals that are still queued, so that
     * its answer can serve them too.
     *
     * @param waiting the removals that are queued behind this one
     * @throws ApiFailure if EC2 or Cloud Map could not be read, or if EC2's answer is suspect and this forbids the
     *     removal
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
     * Reads the registration in Cloud Map.
     *
     * @param notBefore when EC2 was asked again. A list from Cloud Map that was requested before this time is not
     *     used. Empty if EC2 was not asked again: then only {@link #READING_SERVES} limits the age of the list
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
                // The IAM policy of the Python tool that this program replaces does not permit GetInstance. If IAM
                // denies the call, the registration is looked up with ListInstances instead.
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
