package io.github.cloudunmap.cli;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.daemon.Daemon;
import io.github.cloudunmap.daemon.StartupException;
import io.github.cloudunmap.inmemory.DemoScenario;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.process.NamedThreads;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The part of the demo in which an instance ends while the program runs, and an event reports the end. */
final class DemoEvents {
    /**
     * How long to wait for a pass. This is far below the frequency, so after the first pass, only an event can cause a
     * pass in this time.
     */
    private static final int LONGEST_WAIT_SECONDS = 60;

    private static final double SECOND_IN_NANOS = 1e9;

    private final InMemoryAws aws;
    private final PrintWriter out;

    DemoEvents(InMemoryAws aws, PrintWriter out) {
        this.aws = aws;
        this.out = out;
    }

    /**
     * Runs the program for one service, ends one of the service's instances, and prints how soon the instance's
     * registration is gone.
     *
     * @param settings the configuration file, without its queue and its frequency
     * @return whether the registration is gone, and the program then ended in time
     */
    boolean show(DemoScenario.Service service, String settings)
            throws InvalidConfigException, StartupException, InterruptedException {
        String file = "defaults: { frequency: 5m }\nevents: [{ queue-url: "
                + DemoScenario.eventQueue(aws).url() + " }]\n" + settings;
        BlockingQueue<ReconcileReport> reports = new LinkedBlockingQueue<>();
        ExecutorService thread = Executors.newSingleThreadExecutor(new NamedThreads("demo"));
        try (Daemon daemon = Daemon.withoutFile(
                ConfigLoader.parse("demo.yaml", file), AwsSettings.local(aws.endpoint()), reports::add)) {
            Future<Boolean> run = thread.submit(daemon::run);
            boolean isGone = next(reports) != null && end(service, reports);
            daemon.stop();
            return run.get() && isGone;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            thread.shutdownNow();
        }
    }

    private boolean end(DemoScenario.Service service, BlockingQueue<ReconcileReport> reports)
            throws InterruptedException {
        String ended = aws.cloudMap(service.region())
                .instances(service.id())
                .keySet()
                .iterator()
                .next();
        out.println();
        out.println("With a queue of EC2's events, the program does not wait for its next pass, here in 5 minutes:");
        out.println("  " + ended + " of " + service.id() + " is terminated");
        long start = System.nanoTime();
        aws.ec2(service.instancesRegions().get(0)).terminate(ended);
        while (aws.cloudMap(service.region()).instances(service.id()).containsKey(ended)) {
            if (next(reports) == null) {
                out.println("  its registration is still there after " + LONGEST_WAIT_SECONDS + " s");
                return false;
            }
        }
        out.printf(
                Locale.ROOT,
                "  its registration is gone %.2f s after the event%n",
                (System.nanoTime() - start) / SECOND_IN_NANOS);
        return true;
    }

    /** Returns the report of the next pass; null if no pass ends in time. */
    private static @Nullable ReconcileReport next(BlockingQueue<ReconcileReport> reports) throws InterruptedException {
        return reports.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    }
}
