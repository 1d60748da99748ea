package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps every service reconciled: hands each pass to the workers when it is due, at most one a service in flight. */
public final class Controller {
    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);

    private final List<ServiceLoop> loops;
    private final Workers workers;
    private final TimeSource time;
    private final Consumer<ReconcileReport> observer;
    private final Consumer<Error> fatal;
    private volatile boolean draining;

    /**
     * @param loops in the order of their first passes
     * @param observer told of every pass, on the worker that ran it
     * @param fatal what to do about a JVM error: nothing can be trusted after one
     */
    public Controller(
            List<ServiceLoop> loops,
            Workers workers,
            TimeSource time,
            Consumer<ReconcileReport> observer,
            Consumer<Error> fatal) {
        this.loops = List.copyOf(loops);
        this.workers = workers;
        this.time = time;
        this.observer = observer;
        this.fatal = fatal;
    }

    /** Makes every service due at once. */
    public void start() {
        long now = time.nanos();
        loops.forEach(loop -> workers.runAt(now, () -> passAndReschedule(loop)));
    }

    /**
     * Makes every service due at once, and once only.
     *
     * @return done after the last pass: whether all that ran ended in success. Once drained, those that had not begun
     *     do not run.
     */
    public CompletableFuture<Boolean> startOnce() {
        long now = time.nanos();
        List<CompletableFuture<Boolean>> passes = new ArrayList<>();
        for (ServiceLoop loop : loops) {
            CompletableFuture<Boolean> pass = new CompletableFuture<>();
            passes.add(pass);
            workers.runAt(now, () -> pass.complete(draining || pass(loop)));
        }
        return CompletableFuture.allOf(passes.toArray(CompletableFuture[]::new))
                .thenApply(done -> passes.stream().allMatch(CompletableFuture::join));
    }

    /**
     * Starts no new pass and waits for those in flight.
     *
     * @return whether they all ended within {@code atMost}
     */
    public boolean drain(Duration atMost) {
        draining = true;
        return workers.drain(atMost);
    }

    private void passAndReschedule(ServiceLoop loop) {
        if (draining) {
            return;
        }
        long startedAt = time.nanos();
        pass(loop);
        workers.runAt(loop.nextDue(startedAt, time.nanos()), () -> passAndReschedule(loop));
    }

    private boolean pass(ServiceLoop loop) {
        try {
            ReconcileReport report = loop.pass();
            observer.accept(report);
            return report.result() == ReconcileReport.Result.SUCCESS;
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("service_id", loop.serviceId())
                    .setCause(e)
                    .log("A pass of service {} ended in a defect of this program: {}", loop.serviceId(), e);
            return false;
        } catch (Error e) {
            fatal.accept(e);
            throw e;
        }
    }
}
