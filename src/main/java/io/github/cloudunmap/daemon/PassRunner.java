package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs passes on the caller's thread. Catches every exception, so that a defect in a pass does not end the schedule.
 *
 * @param fatal ends the process after a JVM error, because the process can no longer be trusted
 */
record PassRunner(PassObserver observer, Consumer<Error> fatal) {
    private static final Logger LOG = LoggerFactory.getLogger(PassRunner.class);

    /** Runs a pass and returns its report. If the pass throws an exception, logs it as a defect and returns empty. */
    Optional<ReconcileReport> run(BoundService service, CarriedState carriedState) {
        Optional<ReconcileReport> ended = Optional.empty();
        try {
            ReconcileReport report = service.reconciler().pass(carriedState);
            ended = Optional.of(report);
            observer.ended(report);
        } catch (RuntimeException e) {
            logDefect(service.serviceId(), e);
        } catch (Error e) {
            fatal.accept(e);
            throw e;
        }
        return ended;
    }

    /** Tells an observer that a pass has ended. An exception of the observer is logged as a defect. */
    void tell(String serviceId, Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            logDefect(serviceId, e);
        }
    }

    private static void logDefect(String serviceId, RuntimeException defect) {
        LOG.atError()
                .addKeyValue("service_id", serviceId)
                .setCause(defect)
                .log("A pass of service {} ended in a defect of this program: {}", serviceId, defect);
    }
}
