package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The design's tables of verdicts and safety rules, written down a second time and slowly, to hold the planner against. */
record Oracle(RandomFleet given) {
    static final String OPEN = "open";

    /** The verdicts that the table allows: one, but where two regions show the same id, a reason for each. */
    Set<String> verdicts(RegisteredInstance instance) {
        if (address(instance) == null) {
            return Set.of("skipped");
        }
        if (given.policy().ids() == IdRule.EC2_ONLY && !ec2Id(instance).startsWith("i-")) {
            return Set.of("skipped");
        }
        if (instance.createdByAccount() != null
                && given.view().accounts().stream().noneMatch(instance.createdByAccount()::equals)
                && !given.view().accounts().isEmpty()) {
            return Set.of("foreign");
        }
        if (answers(instance).stream().anyMatch(answer -> matches(answer, instance))) {
            return Set.of("matched");
        }
        if (answers(instance).stream().anyMatch(answer -> isSinceTheList(answer) && addressesMayCome(answer))) {
            return Set.of("unknown");
        }
        return everyRegionAnsweredSinceTheList(instance) ? reasons(instance) : Set.of(OPEN);
    }

    /** Every region has an answer for the instance that was requested when the list had been read. */
    boolean everyRegionAnsweredSinceTheList(RegisteredInstance instance) {
        return given.policy().regions().stream()
                .allMatch(region -> answers(instance).stream()
                        .anyMatch(answer -> answer.evidence().region().equals(region) && isSinceTheList(answer)));
    }

    boolean isLiveWithItsAddress(RegisteredInstance instance) {
        return answers(instance).stream().anyMatch(answer -> matches(answer, instance));
    }

    boolean isStale(RegisteredInstance instance) {
        return Set.of("not-found", "shutting-down", "terminated", "stopped", "address-mismatch")
                .containsAll(verdicts(instance));
    }

    boolean isAnyOpen() {
        return given.registered().stream()
                .anyMatch(instance -> verdicts(instance).contains(OPEN));
    }

    int addressed() {
        return (int) given.registered().stream().filter(r -> address(r) != null).count();
    }

    /** How many there are that EC2 has to say something of. */
    int vouchedFor() {
        return (int) given.registered().stream()
                .filter(r -> !Set.of("skipped", "foreign").containsAll(verdicts(r)))
                .count();
    }

    /** The largest number that the setting allows. */
    int limit() {
        if (given.policy().maxDeregistrations() instanceof DeregistrationLimit.Percentage share) {
            int most = 1;
            while ((most + 1) * 100 <= addressed() * share.percent()) {
                most++;
            }
            return most;
        }
        return ((DeregistrationLimit.Count) given.policy().maxDeregistrations()).instances();
    }

    /** {@code nothing}, {@code deregister} or the rule that refuses, if the grace period has passed for {@code due}. */
    String decision(List<RegisteredInstance> due) {
        List<RegisteredInstance> stale =
                given.registered().stream().filter(this::isStale).toList();
        if (stale.stream().anyMatch(this::restsOnASuspectRegion)) {
            return "suspect-region";
        }
        if (stale.size() > 0 && vouchedFor() == stale.size()) {
            return "never-all";
        }
        if (due.isEmpty()) {
            return "nothing";
        }
        return due.size() > limit() ? "max-deregistrations" : "deregister";
    }

    /** Only an answer without an instance is ever drawn as suspect. */
    private boolean restsOnASuspectRegion(RegisteredInstance instance) {
        return reasons(instance).contains("not-found")
                && answers(instance).stream()
                        .filter(this::isSinceTheList)
                        .anyMatch(answer -> answer.evidence().suspicionOrNull() != null);
    }

    private Set<String> reasons(RegisteredInstance instance) {
        List<Ec2Instance> shown = answers(instance).stream()
                .flatMap(answer -> answer.instance().stream())
                .toList();
        List<Ec2Instance> living =
                shown.stream().filter(ec2 -> !hasEnded(ec2.state())).toList();
        if (shown.isEmpty()) {
            return Set.of("not-found");
        }
        return (living.isEmpty() ? shown : living).stream().map(this::reason).collect(Collectors.toSet());
    }

    private String reason(Ec2Instance ec2) {
        if (ec2.state() == State.TERMINATED) {
            return "terminated";
        }
        if (ec2.state() == State.SHUTTING_DOWN) {
            return "shutting-down";
        }
        return isLive(ec2) ? "address-mismatch" : "stopped";
    }

    private boolean matches(Sighting answer, RegisteredInstance instance) {
        return answer.instance()
                .filter(ec2 -> isLive(ec2) && ec2.addresses().contains(address(instance)))
                .isPresent();
    }

    private boolean addressesMayCome(Sighting answer) {
        return answer.instance()
                .filter(ec2 -> isLive(ec2) && (ec2.addresses().isEmpty() || ec2.state() == State.PENDING))
                .isPresent();
    }

    private boolean isLive(Ec2Instance ec2) {
        Set<State> ended = EnumSet.of(State.SHUTTING_DOWN, State.TERMINATED);
        if (given.policy().unmapStopped()) {
            ended.addAll(EnumSet.of(State.STOPPING, State.STOPPED));
        }
        return !ended.contains(ec2.state());
    }

    private static boolean hasEnded(State state) {
        return state == State.SHUTTING_DOWN || state == State.TERMINATED;
    }

    private boolean isSinceTheList(Sighting answer) {
        return answer.evidence().requestedAt() - given.view().listedAt() >= 0;
    }

    private List<Sighting> answers(RegisteredInstance instance) {
        return given.view().sightings().getOrDefault(ec2Id(instance), List.of());
    }

    private static String ec2Id(RegisteredInstance instance) {
        String named = instance.attributes().get("AWS_EC2_INSTANCE_ID");
        return named == null ? instance.id() : named;
    }

    private static @Nullable String address(RegisteredInstance instance) {
        return instance.attributes().get("AWS_INSTANCE_IPV4");
    }
}
