package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.faults.Fault;
import io.github.cloudunmap.faults.FaultyFront;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Passes of which an answer is spoilt at random, or one for each removal, over HTTP: no living instance loses its
 * registration, and all that goes wrong is a failed call. {@code -Danswers.seeds=10000} tries more for each operation.
 */
@Timeout(3600)
@Tag("long")
final class RandomAnswersTest {
    private static final int SEEDS = Integer.getInteger("answers.seeds", 40);
    /** Removals of which an answer named an odd operation are asked for by every pass that follows. */
    private static final int SEEDS_WITH_ONE_MEMORY = 40;

    private static final int SEEDS_OF_ONE_PASS = 4;
    private static final Set<String> ONCE_A_PASS = Set.of("ListInstances", "DescribeInstances");

    private static final Pattern DEFECT = Pattern.compile(
            "java\\.|software\\.amazon|NullPointer|ClassCast|IllegalState|IndexOutOf|NumberFormat|: null$");

    private final FaultyFront front = new FaultyFront();
    private final LocalAws local = new LocalAws(aws -> AwsSettings.local(front.before(aws)), Duration.ZERO);
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.cloudunmap");
    private final Failures failures = new Failures();

    @BeforeEach
    void listen() {
        failures.start();
        logger.addAppender(failures);
    }

    @AfterEach
    void close() {
        logger.detachAppender(failures);
        local.close();
        front.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ListInstances", "DescribeInstances", "GetInstance", "DeregisterInstance", "GetOperation"})
    void noneRemovesWhatLives(String operation) {
        local.aws.cloudMap(US).createService("srv-web");
        Set<String> live = Set.of(
                local.registered("srv-web", US, "10.0.0.1"),
                local.registered("srv-web", US, "10.0.0.2"),
                local.registered("srv-web", US, "10.0.0.3"),
                local.registeredPublicly("srv-web", US, "10.0.0.4", "54.0.0.4"));
        LocalAws.TestService web = local.service("srv-web", US);
        int inAPass = ONCE_A_PASS.contains(operation) ? 1 : SEEDS_OF_ONE_PASS;
        for (int seed = 0; seed < SEEDS; seed += inAPass) {
            if (seed % SEEDS_WITH_ONE_MEMORY == 0) {
                web = local.service("srv-web", US);
            }
            if (operation.equals("DescribeInstances") && seed % 2 == 0) { // the reading before the removal
                front.spoilNext(operation, Fault.none());
            }
            for (int i = 0; i < inAPass; i++) {
                local.aws.ec2(US).terminate(local.registered("srv-web", US, "10.0.1.1"));
                front.spoilNext(operation, Fault.spoilt(new Random(seed + i)));
            }

            ReconcileReport report = web.pass();

            front.heal();
            String what = operation + ", seed " + seed;
            assertThat(local.registrations("srv-web")).as(what).containsAll(live);
            report.failure().ifPresent(failure -> assertThat(failure).as(what).isInstanceOf(ApiFailure.class));
            assertThat(failures.defects).as(what).isEmpty();
        }
        web = local.service("srv-web", US);
        assertThat(web.pass().failure()).isEmpty();
        assertThat(local.registrations("srv-web")).isEqualTo(live);
    }

    /** What the log tells of that is no failed call. */
    private static final class Failures extends AppenderBase<ILoggingEvent> {
        private final Queue<String> defects = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            boolean isOfACall = event.getThrowableProxy() == null
                    || event.getThrowableProxy().getClassName().equals(ApiFailure.class.getName());
            boolean isBad = event.getLevel().isGreaterOrEqual(Level.WARN);
            if (!isOfACall
                    || (isBad && DEFECT.matcher(event.getFormattedMessage()).find())) {
                defects.add(event.getFormattedMessage());
            }
        }
    }
}
