package io.github.cloudunmap.events;

import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.events.RecentEvents.Heard;
import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.Ec2Id;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.Plan.Judgement;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.reconcile.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the events of one service: when its next early pass is due, and which instances have ended. It never decides
 * on a removal. Times of type {@code long} are in monotonic nanoseconds. Guarded by the caller.
 */
public final class ServiceEvents {
    /**
     * If an event has told the end of an instance, further passes are due at these times after the event, until a pass
     * finds that the instance has ended. EC2's answers can lag behind the event for some seconds.
     */
    private static final List<Duration> LOOKS_AGAIN =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10));

    private final EarlyPace pace;
    private final RecentEvents recent;
    /** When the latest pass began. */
    private long begunAt;
    /** The regions that the latest pass reads. */
    private Set<String> regions = Set.of();

    private ListedIds listed = ListedIds.NONE;
    /** The start of the pass that read the latest list. Until there is a list, the time given to the constructor. */
    private long listedAt;

    private OptionalLong dueAt = OptionalLong.empty();
    /** Instances that have ended according to events, until their registrations are removed or gone. */
    private final Map<Ec2Id, End> ends = new HashMap<>();
    /**
     * The end of an instance, as an event has told it.
     *
     * @param at when the instance ended, by EC2's clock; empty if the event gave no time that can be right
     * @param heardAt when the event arrived
     * @param looks how many of the times in {@link #LOOKS_AGAIN} have passed
     */
    private record End(Optional<Instant> at, long heardAt, int looks) {
        /**
         * Combines this end with the end from a later event of the same instance. EC2 sends one event for
         * shutting-down and one for terminated. The result has the time of the end from the first event, because the
         * instance ended then. If all passes of {@link #LOOKS_AGAIN} were over when the later event arrived, the
         * result has the time from the later event, because from then on only the later event leads to early passes.
         * In both cases, the times of {@link #LOOKS_AGAIN} count from the arrival of the later event.
         */
        End renewed(End later) {
            return new End(looks < LOOKS_AGAIN.size() ? at : later.at, later.heardAt, 0);
        }
    }

    /**
     * @param recent the recent events, shared by all services. Later events are added to this same object
     * @param now events that arrived before this time do not count for the service. May be in the past
     */
    public ServiceEvents(RecentEvents recent, long now) {
        this.recent = recent;
        this.pace = new EarlyPace(now);
        this.begunAt = now;
        this.listedAt = now;
    }

    /** Whether a registration in the service's latest list names the instance. */
    public boolean concern(Ec2Id id) {
        return listed.contains(id);
    }

    /** Asks for an early pass of the service because of this event. */
    public void happened(StateChange change, long now) {
        if (change.isEnd()) {
            happened(change.ec2Id(), new End(change.at(), now, 0));
        }
        ask(now);
    }

    private void happened(Ec2Id id, End end) {
        ends.merge(id, end, End::renewed);
    }

    private void ask(long at) {
        dueAt = OptionalLong.of(dueAt.isPresent() ? TimeSource.earlier(dueAt.getAsLong(), at) : at);
    }

    /** Returns the due time of the early pass, which is {@code now} or later. Empty if no event asks for the pass. */
    public OptionalLong dueAt(long now) {
        return dueAt.isPresent()
                ? OptionalLong.of(pace.next(TimeSource.later(dueAt.getAsLong(), now)))
                : OptionalLong.empty();
    }

    /** Whether a pass that begins at this time is an early pass. */
    public boolean isDueBy(long time) {
        return dueAt.isPresent() && pace.next(dueAt.getAsLong()) - time <= 0;
    }

    /**
     * Notes that a pass begins. This pass serves as the early pass for every event of the service so far, whatever the
     * event's region.
     *
     * @param reads the regions that the pass reads. When the pass ends, {@link #ended} looks for events of only these
     *     regions
     * @return all instances of the service that have ended according to events, in any region. Cached answers of EC2
     *     may still show such an instance alive. The caller has to stop the use of these answers, so that the pass
     *     asks EC2 again
     */
    public Set<Ec2Id> begin(Set<String> reads, long now) {
        if (dueAt.isPresent() && dueAt.getAsLong() - now <= 0) {
            pace.begun(now);
        }
        dueAt = OptionalLong.empty();
        begunAt = now;
        regions = reads;
        return Set.copyOf(ends.keySet());
    }

    /**
     * Ends the streaks of stale verdicts of the instances that, according to events, have come to life since the
     * latest pass began. Has to be called at three moments: when a pass ends, right before {@link #begin} of the next
     * pass, and when the service leaves the configuration.
     *
     * @param carried the state that the latest pass handed on
     * @param reads the regions that the service reads
     * @return the state for the next pass, without these streaks
     */
    public CarriedState anew(CarriedState carried, Set<String> reads) {
        return carried.withoutStreaksOf(recent.begunSince(begunAt, reads));
    }

    /**
     * Takes the report of a pass. If an event has told the end of an instance, but the pass has not found that the
     * instance has ended, another pass is due at the next of three times: 2, 5 and 10 seconds after the event. When
     * the 10 seconds have passed, the event leads to no further pass.
     *
     * @return for each EC2 id that a removed registration names, the time from the end of the instance to the end of
     *     the pass; nothing if no event has told when the instance ended
     */
    public List<Duration> ended(ReconcileReport report, long now) {
        report.plan().ifPresent(plan -> listed(ListedIds.of(plan), now));
        Map<String, RegisteredInstance> removed = removed(report);
        List<Duration> delays = removed.values().stream()
                .flatMap(instance -> instance.ec2Ids().stream())
                .flatMap(id -> Stream.ofNullable(ends.get(id)))
                .flatMap(end -> end.at().stream())
                .map(at -> Duration.between(at, report.endedAt()))
                .toList();
        Set<Ec2Id> alive = new HashSet<>();
        // An instance can have several registrations. That it has ended is remembered until the last of them is
        // removed.
        Set<Ec2Id> present = new HashSet<>();
        report.plan().ifPresent(plan -> sort(plan, removed.keySet(), present, alive));
        ends.keySet().removeIf(id -> report.plan().isPresent() && !present.contains(id));
        ends.replaceAll((id, end) -> report.plan().isEmpty() || alive.contains(id) ? lookAgain(end, now) : end);
        return delays;
    }

    /**
     * Takes over the latest list, and looks for events that told the end of an instance which is new in this list.
     * When these events arrived, they did not concern this service and led to no early pass. So an early pass is asked
     * for now. Events that arrived before the pass of the previous list began do not count: the instance had ended by
     * then, and the previous list lacks it. So it was registered only after its end.
     */
    private void listed(ListedIds newer, long now) {
        List<Heard> missed = recent.endedSince(listedAt, regions)
                .filter(end -> newer.contains(end.ec2Id()) && !listed.contains(end.ec2Id()))
                .toList();
        for (Heard end : missed) {
            happened(end.ec2Id(), new End(end.change().at(), end.heardAt(), 0));
            ask(now);
        }
        listed = newer;
        listedAt = begunAt;
    }

    /** Returns the registrations that the pass has removed, as a map whose keys are their Cloud Map ids. */
    private static Map<String, RegisteredInstance> removed(ReconcileReport report) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.result() == RemovalResult.DEREGISTERED)
                .map(outcome -> outcome.removal().instance())
                .collect(Collectors.toMap(RegisteredInstance::id, instance -> instance, (a, b) -> b));
    }

    private void sort(Plan plan, Set<String> removed, Set<Ec2Id> present, Set<Ec2Id> alive) {
        for (Judgement judgement : plan.judgements()) {
            for (Ec2Id id : judgement.instance().ec2Ids()) {
                if (ends.containsKey(id)
                        && !removed.contains(judgement.instance().id())) {
                    present.add(id);
                    if (!isEnd(judgement.verdict())) {
                        alive.add(id);
                    }
                }
            }
        }
    }

    /**
     * Whether the verdict is final. If it is not, the verdict of a later pass may be, once EC2 shows that the instance
     * has ended.
     */
    private static boolean isEnd(Verdict verdict) {
        return verdict instanceof Verdict.Stale stale && stale.reason().isFinal();
    }

    private End lookAgain(End end, long now) {
        int looks = end.looks();
        while (looks < LOOKS_AGAIN.size()
                && end.heardAt() + LOOKS_AGAIN.get(looks).toNanos() - now < 0) {
            looks++;
        }
        if (looks < LOOKS_AGAIN.size()) {
            ask(end.heardAt() + LOOKS_AGAIN.get(looks).toNanos());
        }
        return new End(end.at(), end.heardAt(), looks);
    }
}
