package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.AWAY;
import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.policyIn;
import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.running;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Every removal is told before it happens, with the answers that it rests on. */
class RemovalLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Reconciler.class);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.WARN);
        logger.addAppender(events);
        events.start();
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(events);
        logger.setLevel(null);
    }

    @Test
    void aRemovalIsToldWithItsEvidence() {
        pass(false);
        assertThat(events.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Deregistering instance i-1 (10.0.0.1) from service srv-a: not-found");
        assertThat(events.list.get(0).getKeyValuePairs())
                .extracting(pair -> pair.key + "=" + pair.value)
                .containsExactly(
                        "service_id=srv-a",
                        "instance_id=i-1",
                        "address=10.0.0.1",
                        "reason=not-found",
                        "region=us-east-1,eu-west-1",
                        "request_id=req-us-east-1,req-eu-west-1");
    }

    @Test
    void aDryRunTellsWhatItWouldRemove() {
        pass(true);
        assertThat(events.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Dry run: would deregister instance i-1 (10.0.0.1) from service srv-a: not-found");
    }

    private static void pass(boolean dryRun) {
        FakeAws aws = new FakeAws();
        aws.cloudMap.register(registered("i-0", "10.0.0.0"), registered("i-1", "10.0.0.1"));
        List<InstanceDirectory> directories = List.of(aws.ec2(HOME).caching(running("i-0", "10.0.0.0")), aws.ec2(AWAY));
        Deregistrar deregistrar = dryRun ? Deregistrar.DRY_RUN : aws.cloudMap;
        ReconcileReport report = new Reconciler(policyIn(HOME, AWAY), aws.cloudMap, directories, deregistrar, aws.time)
                .pass(Handover.NONE);
        assertThat(report.outcomes()).hasSize(1);
    }
}
