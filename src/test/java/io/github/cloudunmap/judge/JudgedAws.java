package io.github.cloudunmap.judge;

import io.github.cloudunmap.inmemory.InMemoryAws;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An AWS in which everything happens, the truth about it, and the judge of every removal that it accepts. */
final class JudgedAws implements AutoCloseable {
    /** What goes on while things happen. */
    interface Body {
        void run() throws Exception;
    }

    private final InMemoryAws aws = InMemoryAws.start();
    private final Truth truth = new Truth(System::nanoTime);
    private final World world = new World(aws, truth);
    private final Map<String, List<AcceptedRemoval.Noted>> noted = new HashMap<>();
    private final Judge judge;
    private final Churn churn;
    private final Faults faults;

    /**
     * @param mostHosts the most living instances of a service, beside those that nothing ever happens to
     * @param settleTime the longest that the program is told
     */
    JudgedAws(List<JudgedService> services, int mostHosts, Duration settleTime, Faults faults, Random random) {
        Readings readings = new Readings(truth);
        this.judge = new Judge(truth, readings, settleTime);
        this.churn = new Churn(world, truth, services, mostHosts, random);
        this.faults = faults;
        aws.calls().stopLogging();
        aws.account(InMemoryAws.DEFAULT_ACCOUNT).hideManagedResources(true);
        services.forEach(service -> aws.cloudMap(service.region()).createService(service.id()));
        churn.settle();
        for (String region : JudgedService.REGIONS) {
            List<AcceptedRemoval.Noted> ofRegion = Collections.synchronizedList(new ArrayList<>());
            noted.put(region, ofRegion);
            aws.cloudMap(region).onAcceptedRemoval((service, id) -> accepted(service, id, ofRegion));
        }
        readings.watch(aws);
        faults.befall(aws);
    }

    InMemoryAws aws() {
        return aws;
    }

    Truth truth() {
        return truth;
    }

    World world() {
        return world;
    }

    Judge judge() {
        return judge;
    }

    /**
     * Lets things happen on a thread of its own until the body ends, and faults as well.
     *
     * @param beside is called before each of them
     */
    void liveDuring(int pauseMs, Runnable beside, Body body) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> churn(pauseMs, beside, over), "churn");
        thread.setUncaughtExceptionHandler((churning, thrown) -> failure.set(thrown));
        thread.start();
        try {
            body.run();
        } finally {
            over.countDown();
            thread.join();
        }
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new IllegalStateException("the churn has failed", thrown);
        }
        churn.rest();
        faults.heal();
    }

    /** Every removal that was accepted, by the AWS's own operations. */
    List<AcceptedRemoval> history() {
        List<AcceptedRemoval> history = new ArrayList<>();
        noted.forEach((region, ofRegion) -> history.addAll(AcceptedRemoval.history(
                aws.cloudMap(Objects.requireNonNull(region)).operations(), ofRegion)));
        return history;
    }

    @Override
    public void close() {
        aws.close();
    }

    private void accepted(String service, String id, List<AcceptedRemoval.Noted> ofRegion) {
        truth.registration(service, id).ifPresent(removed -> {
            ofRegion.add(new AcceptedRemoval.Noted(removed.form(), Instant.now()));
            churn.freed(removed.form());
        });
        judge.accepted(service, id);
    }

    private void churn(int pauseMs, Runnable beside, CountDownLatch over) {
        try {
            while (!over.await(pauseMs, TimeUnit.MILLISECONDS)) {
                churn.rest();
                beside.run();
                churn.step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
