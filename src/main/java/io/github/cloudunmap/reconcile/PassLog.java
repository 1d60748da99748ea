package io.github.cloudunmap.reconcile;

import static java.util.stream.Collectors.joining;

import io.github.cloudunmap.reconcile.CarriedState.PendingOperation;
import io.github.cloudunmap.reconcile.Deregistrar.Deregistration;
import io.github.cloudunmap.reconcile.Plan.Judgement;
import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.ReconcileReport.FailedOperation;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes the log events of one pass. */
final class PassLog {
    private static final Logger LOG = LoggerFactory.getLogger(PassLog.class.getPackageName());

    private final ServicePolicy policy;
    private final String serviceId;
    private final String passId;
    private final boolean dryRun;
    private final TimeSource time;

    PassLog(ServicePolicy policy, String passId, boolean dryRun, TimeSource time) {
        this.policy = policy;
        this.serviceId = policy.serviceId();
        this.passId = passId;
        this.dryRun = dryRun;
        this.time = time;
    }

    void started() {
        event(Level.DEBUG).log("Checking the instances registered to service {}", serviceId);
    }

    void planned(Plan plan) {
        plan.judgements().forEach(this::judged);
        plan.waiting().forEach(this::waiting);
        if (plan.decision() instanceof Plan.Refused refused) {
            event(Level.WARN)
                    .addKeyValue("reason", refused.rule())
                    .log("Refused to deregister anything from service {}: {}", serviceId, refused.inWords());
        }
    }

    private void judged(Judgement judgement) {
        RegisteredInstance instance = judgement.instance();
        Verdict verdict = judgement.verdict();
        // INFO for the verdict unknown (EC2's answer may lack addresses), because operators should see it: the
        // instance lives, and may be serving.
        event(verdict instanceof Verdict.Unknown ? Level.INFO : Level.DEBUG, instance)
                .addKeyValue("verdict", verdict.kind())
                .addArgument(instance.id())
                .addArgument(serviceId)
                .addArgument(verdict.kind())
                .addArgument(verdict::why)
                .log("Instance {} of service {} is {}: {}");
    }

    private void waiting(Plan.Waiting waiting) {
        event(Level.DEBUG, waiting.instance())
                .log(
                        "Instance {} of service {} is waiting for its {} until {}{}",
                        waiting.instance().id(),
                        serviceId,
                        waiting.settles() ? "settle-time" : "grace-period",
                        time.now().plusNanos(waiting.until() - time.nanos()).truncatedTo(ChronoUnit.SECONDS),
                        waiting.changes() == 0 ? "" : ", changed " + waiting.changes() + " times");
    }

    void removing(Removal removal) {
        removal(Level.WARN, removal)
                .log(
                        "{} instance {} ({}) from service {}: {}",
                        dryRun ? "Dry run: would deregister" : "Deregistering",
                        removal.instance().id(),
                        removal.instance().shownAddresses(),
                        serviceId,
                        removal.verdict().why());
    }

    void removed(Removal removal, Deregistration deregistration) {
        RemovalResult result = deregistration.result();
        String what = switch (result) {
            case DEREGISTERED -> "Deregistered instance {} from service {}";
            case ALREADY_GONE -> "Instance {} was gone from service {} already";
            case UNDER_WAY -> "An earlier removal of instance {} from service {} is still under way";
            case DRY_RUN -> "Dry run: instance {} stays registered to service {}";
            case CHANGED, FAILED -> throw new IllegalArgumentException(result + " has a line of its own");
        };
        LoggingEventBuilder plain = removal(Level.INFO, removal);
        LoggingEventBuilder event = deregistration
                .operationId()
                .map(id -> plain.addKeyValue("operation_id", id))
                .orElse(plain);
        event.addKeyValue("result", result).log(what, removal.instance().id(), serviceId);
    }

    /** Logs that the last readings before the removal did not agree with the plan. */
    void kept(Removal removal, String why) {
        removal(Level.INFO, removal)
                .addKeyValue("result", RemovalResult.CHANGED)
                .log(
                        "Left instance {} of service {} alone: {}",
                        removal.instance().id(),
                        serviceId,
                        why);
    }

    void queuedAgain(Removal removal, ApiFailure failure) {
        failed(removal(Level.INFO, removal), failure)
                .log(
                        "The removal of instance {} from service {} was not made and is prepared again: {}",
                        removal.instance().id(),
                        serviceId,
                        ApiFailure.messageOf(failure));
    }

    void removalFailed(Removal removal, RuntimeException failure) {
        failed(removal(Level.ERROR, removal), failure)
                .log(
                        "Instance {} could not be removed from service {}: {}",
                        removal.instance().id(),
                        serviceId,
                        ApiFailure.messageOf(failure));
    }

    void operationFailed(FailedOperation failure) {
        event(Level.ERROR, failure.removal())
                .addKeyValue("error_code", failure.code())
                .log(
                        "The removal of instance {} from service {} failed after Cloud Map had accepted it (operation {}): {}:"
                                + " {}",
                        failure.removal().instanceId(),
                        serviceId,
                        failure.removal().operationId(),
                        failure.code(),
                        failure.message());
    }

    void succeeded(PendingOperation removal) {
        event(Level.DEBUG, removal)
                .log("The removal of instance {} from service {} is done", removal.instanceId(), serviceId);
    }

    void outcomeUnread(PendingOperation removal, RuntimeException failure) {
        event(Level.DEBUG, removal)
                .log(
                        "What became of the removal of instance {} from service {} could not be read, the next pass asks"
                                + " again: {}",
                        removal.instanceId(),
                        serviceId,
                        ApiFailure.messageOf(failure));
    }

    void takesLong(PendingOperation removal) {
        event(Level.WARN, removal)
                .log(
                        "The removal of instance {} from service {} is still under way more than an hour after Cloud Map"
                                + " has accepted it (operation {}); if the registration stays, ask AWS about the operation",
                        removal.instanceId(),
                        serviceId,
                        removal.operationId());
    }

    void outcomeUnknown(PendingOperation removal, Duration after) {
        event(Level.INFO, removal)
                .log(
                        "What became of the removal of instance {} from service {} is not known after {} hours; it is not"
                                + " asked for any longer",
                        removal.instanceId(),
                        serviceId,
                        after.toHours());
    }

    private LoggingEventBuilder event(Level level, PendingOperation removal) {
        return event(level)
                .addKeyValue("instance_id", removal.instanceId())
                .addKeyValue("operation_id", removal.operationId());
    }

    void ended(ReconcileReport report) {
        report.failure()
                .ifPresent(failure -> failed(event(Level.ERROR), failure)
                        .log(
                                "An error occurred while reconciling service {}: {}",
                                serviceId,
                                ApiFailure.messageOf(failure)));
        report.plan()
                .ifPresent(plan -> event(Level.INFO)
                        .addKeyValue("result", report.result())
                        .addKeyValue("duration_ms", report.took().toMillis())
                        .log("Checked service {}: {}", serviceId, report.summary()));
    }

    private LoggingEventBuilder removal(Level level, Removal removal) {
        return event(level, removal.instance())
                .addKeyValue("pass_id", passId)
                .addKeyValue("reason", removal.verdict().reason())
                .addKeyValue("region", evidence(removal, Evidence::region))
                .addKeyValue("request_id", evidence(removal, Evidence::requestId));
    }

    private static String evidence(Removal removal, Function<Evidence, String> part) {
        return removal.verdict().evidence().stream().map(part).distinct().collect(joining(","));
    }

    private LoggingEventBuilder event(Level level, RegisteredInstance instance) {
        return event(level).addKeyValue("instance_id", instance.id()).addKeyValue("address", instance::shownAddresses);
    }

    private LoggingEventBuilder event(Level level) {
        LoggingEventBuilder event = LOG.atLevel(level).addKeyValue("service_id", serviceId);
        return policy.name()
                .map(name -> event.addKeyValue("service_name", name))
                .orElse(event);
    }

    private static LoggingEventBuilder failed(LoggingEventBuilder event, Exception failure) {
        return event.addKeyValue("error_code", ApiFailure.codeOf(failure)).setCause(failure);
    }
}
