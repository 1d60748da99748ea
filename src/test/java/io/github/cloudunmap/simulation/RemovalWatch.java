package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.RegisteredInstance;
import java.util.List;
import java.util.Map;

/**
 * Holds each removal that one process asks for against the rules of a pass. It sees the calls and the log lines of the
 * process. It does not see the instances: whether one of them lives, the {@link Promise} judges.
 */
final class RemovalWatch {
    private final Scheduler scheduler;
    private final Violations violations;
    private final Ec2Answers answers;
    private final StaleWatch stale;

    RemovalWatch(Scheduler scheduler, Violations violations, Ec2Answers answers, StaleWatch stale) {
        this.scheduler = scheduler;
        this.violations = violations;
        this.answers = answers;
        this.stale = stale;
    }

    /** The pass asks for the removal of this id. */
    void removing(Pass pass, String id) {
        pass.removals.add(id);
        String what = id + " of " + pass.serviceId();
        if (pass.settings.dryRun()) {
            violations.add("a dry run cannot write", what);
        }
        if (!pass.isListed()) {
            violations.add("nothing is removed after a failed read", what);
        }
        long vouchedFor = pass.judged();
        if (pass.removals.size() >= vouchedFor) {
            violations.add("never all", what + " would be the last of " + vouchedFor);
        }
        int limit = pass.settings.limit().of(pass.addressed());
        if (pass.removals.size() > limit) {
            violations.add("never over the bound", what + " would be number " + pass.removals.size() + " of " + limit);
        }
        List<RegisteredInstance> listed = pass.listed(id);
        if (listed.isEmpty()) {
            violations.add("only what was listed", what);
        }
        listed.stream().findFirst().ifPresent(instance -> {
            everyRegionAnswered(pass, instance);
            isAnnounced(pass, instance);
        });
        if (stale.areYoung(pass, listed, scheduler.now())) {
            violations.add("grace", listed + " of " + pass.serviceId() + " goes too early");
        }
    }

    private void isAnnounced(Pass pass, RegisteredInstance instance) {
        Map<String, String> fields = pass.announced.getOrDefault(instance.id(), Map.of());
        List<String> grounds = List.of(fields.getOrDefault("request_id", "").split(","));
        boolean isComplete = pass.serviceId().equals(fields.get("service_id"))
                && fields.containsKey("address")
                && !fields.getOrDefault("reason", "").isEmpty()
                && !grounds.contains("");
        if (!isComplete) {
            violations.add("every removal is logged with its grounds", instance.id() + " has but " + fields);
        } else if (!answers.areRecent(grounds, scheduler.now())) {
            violations.add("no removal rests on old answers", fields.toString());
        }
    }

    private void everyRegionAnswered(Pass pass, RegisteredInstance instance) {
        List<String> ids = Names.ec2Ids(instance);
        for (String id :
                ids.isEmpty() ? List.of(instance.attributes().getOrDefault(Names.EC2_ID, instance.id())) : ids) {
            for (String region : pass.settings.regions()) {
                if (!answers.any(region, id, pass.listedAt())) {
                    violations.add(
                            "a no is never cached, and a region that fails is not empty",
                            "%s of %s goes without an answer from %s for %s since the list was read"
                                    .formatted(instance.id(), pass.serviceId(), region, id));
                }
            }
        }
    }
}
