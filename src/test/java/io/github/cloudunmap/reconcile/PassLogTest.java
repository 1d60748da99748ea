package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.AWAY;
import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.ec2;
import static io.github.cloudunmap.reconcile.Given.policyIn;
import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.registeredBy;
import static io.github.cloudunmap.reconcile.Given.running;
import static io.github.cloudunmap.reconcile.Given.withoutAddress;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.reconcile.CarriedState.PendingOperation;
import io.github.cloudunmap.reconcile.Deregistrar.OperationState.UnderWay;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/**
 * What a pass tells the operator, line by line, and that every removal is told before it happens, with its evidence.
 */
class PassLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Reconciler.class.getPackageName());
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final FakeAws aws = new FakeAws();
    private final FakeAws.Region home = aws.ec2(HOME);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        logger.addAppender(events);
        events.start();
        aws.cloudMap.register(registered("i-0", "10.0.0.0"));
        home.showing(running("i-0", "10.0.0.0"));
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(events);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void aPassTellsEachVerdictAndItsSummary() {
        aws.cloudMap.register(
                withoutAddress("lb-1"),
                registeredBy("222222222222", "i-1", "10.0.0.1"),
                registered("i-2", "10.0.0.2"),
                registered("i-3", "10.0.0.3"),
                registered("i-4", "10.0.0.4"));
        home.has(running("i-2"), ec2("i-3", State.TERMINATED, "10.0.0.3"));
        aws.pass(CarriedState.NONE);
        assertThat(lines()).containsExactly("""
                DEBUG Checking the instances registered to service srv-a
                DEBUG Instance i-0 of service srv-a is matched: live in us-east-1
                DEBUG Instance lb-1 of service srv-a is skipped: no AWS_INSTANCE_IPV4 attribute
                DEBUG Instance i-1 of service srv-a is foreign: registered by account 222222222222, which EC2 is not read with
                INFO Instance i-2 of service srv-a is unknown: live in us-east-1, but EC2 does not return all its addresses yet
                DEBUG Instance i-3 of service srv-a is stale: terminated
                DEBUG Instance i-4 of service srv-a is stale: not-found
                WARN Deregistering instance i-3 (10.0.0.3) from service srv-a: terminated
                WARN Deregistering instance i-4 (10.0.0.4) from service srv-a: not-found
                INFO Deregistered instance i-3 from service srv-a
                INFO Deregistered instance i-4 from service srv-a
                INFO Checked service srv-a: 6 registered, 1 skipped, 1 foreign, 1 matched, 1 unknown, 2 stale \
                (1 not-found, 1 terminated), 2 deregistered""".split("\n"));
        assertThat(fields("Checked")).isEqualTo("service_id=srv-a result=success duration_ms=7000");
    }

    @Test
    void aRemovalThatStaysUnderWayIsToldOnceAfterAnHour() {
        aws.cloudMap.operations.put("op-1", new UnderWay());
        CarriedState carried =
                new CarriedState(StaleSince.NONE, List.of(new PendingOperation("i-1", "op-1", aws.time.nanos())));
        for (int minutes = 0; minutes <= 180; minutes += 10) {
            boolean isBefore = minutes < 60;
            carried = aws.pass(carried).carriedState();
            assertThat(lines().stream().filter(line -> line.startsWith("WARN"))).hasSize(isBefore ? 0 : 1);
            aws.time.advance(Duration.ofMinutes(10));
        }

        assertThat(lines())
                .contains(
                        "WARN The removal of instance i-1 from service srv-a is still under way more than an hour after"
                                + " Cloud Map has accepted it (operation op-1); if the registration stays, ask AWS about the operation");
        assertThat(fields("The removal of instance i-1"))
                .isEqualTo("service_id=srv-a instance_id=i-1 operation_id=op-1");
    }

    @Test
    void aServiceWithoutInstancesIsChecked() {
        aws.cloudMap.registered.clear();
        aws.pass(CarriedState.NONE);
        assertThat(lines())
                .containsExactly(
                        "DEBUG Checking the instances registered to service srv-a",
                        "INFO Checked service srv-a: 0 registered");
    }

    @Test
    void aRefusalIsToldWithItsRule() {
        aws.cloudMap.registered.clear();
        aws.cloudMap.register(registered("i-1", "10.0.0.1"));
        aws.pass(CarriedState.NONE);
        assertThat(fields("Refused to deregister anything from service srv-a: "))
                .isEqualTo("service_id=srv-a reason=never-all");
        assertThat(lines()).endsWith("INFO Checked service srv-a: 1 registered, 1 stale (1 not-found)");
        assertThat(fields("Checked")).isEqualTo("service_id=srv-a result=refused duration_ms=2000");
    }

    @Test
    void aRefusalNamesItsInstancesAndTheWayOut() {
        aws.cloudMap.registered.clear();
        aws.cloudMap.register(registered("i-1", "10.0.0.1"));
        aws.pass(CarriedState.NONE);
        assertThat(lines())
                .contains(
                        "WARN Refused to deregister anything from service srv-a: all 1 registered instances that EC2 can"
                                + " vouch for are stale, and the last are never removed; i-1 stays registered; if they have ended"
                                + " for good, register a living one, or remove them: aws servicediscovery deregister-instance"
                                + " --service-id srv-a --instance-id i-1 --region us-east-1");
    }

    @Test
    void aWaitIsToldWithItsEndAndTheServiceWithItsName() {
        aws.cloudMap.register(registered("i-1", "10.0.0.1"));
        ServicePolicy settling = new ServicePolicy(
                "srv-a",
                HOME,
                List.of(HOME),
                DeregistrationLimit.NONE,
                Duration.ZERO,
                Duration.ofMinutes(10),
                false,
                ServicePolicy.IdRule.ANY,
                List.of(AddressFamily.IPV4),
                "the shop");
        new Reconciler(settling, aws.cloudMap, aws.directories(), Deregistrar.DRY_RUN, aws.time, Runnable::run)
                .pass(CarriedState.NONE);
        assertThat(lines())
                .contains(
                        "DEBUG Instance i-1 of service srv-a is waiting for its settle-time until 2026-01-01T00:10:02Z")
                .endsWith("INFO Checked service srv-a: 2 registered, 1 matched, 1 stale (1 not-found), 1 waiting (until"
                        + " 2026-01-01T00:10:02Z)");
        assertThat(fields("Checked")).startsWith("service_id=srv-a service_name=the shop ");
    }

    @Test
    void aFailedPassIsToldWithAwssCode() {
        aws.cloudMap.listFailure = new ApiFailure("ThrottlingException", "slow down");
        aws.pass(CarriedState.NONE);
        String line = "An error occurred while reconciling service srv-a: slow down";
        assertThat(lines())
                .containsExactly("DEBUG Checking the instances registered to service srv-a", "ERROR " + line);
        assertThat(fields(line)).isEqualTo("service_id=srv-a error_code=ThrottlingException");
        assertThat(event(line).getThrowableProxy())
                .extracting(IThrowableProxy::getMessage)
                .isEqualTo("slow down");
    }

    @Test
    void aRemovalIsToldWithItsEvidence() {
        aws.ec2(AWAY);
        aws.cloudMap.register(registered("i-1", "10.0.0.1"));
        aws.pass(CarriedState.NONE);
        assertThat(fields("Deregistering instance i-1 (10.0.0.1) from service srv-a: not-found"))
                .matches("service_id=srv-a instance_id=i-1 address=10.0.0.1 pass_id=20260101T000000Z-[0-9a-f]{8}"
                        + " reason=not-found region=us-east-1,eu-west-1 request_id=req-us-east-1,req-eu-west-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DEREGISTERED | Deregistered instance i-1 from service srv-a                                   | deregistered
            ALREADY_GONE | Instance i-1 was gone from service srv-a already                               | already-gone
            UNDER_WAY    | An earlier removal of instance i-1 from service srv-a is still under way       | under-way
            """)
    void theResultOfARemovalIsTold(RemovalResult result, String line, String name) {
        aws.cloudMap.register(registered("i-1", "10.0.0.1"));
        aws.cloudMap.removals.put("i-1", result);
        aws.pass(CarriedState.NONE);
        assertThat(lines()).contains("INFO " + line);
        assertThat(fields(line)).endsWith(" result=" + name);
        assertThat(lines())
                .endsWith("INFO Checked service srv-a: 2 registered, 1 matched, 1 stale (1 not-found), 1 " + name);
    }

    @Test
    void aRemovalThatFailsIsToldWithAwssCode() {
        aws.cloudMap.register(registered("i-1", "10.0.0.1"));
        aws.cloudMap.removals.put("i-1", new ApiFailure("ResourceInUse", "locked"));
        aws.pass(CarriedState.NONE);
        String line = "Instance i-1 could not be removed from service srv-a: locked";
        assertThat(lines()).contains("ERROR " + line);
        assertThat(fields(line)).endsWith(" error_code=ResourceInUse");
    }

    @Test
    void aRegistrationThatHasChangedIsToldToBeLeftAlone() {
        RegisteredInstance moving = registered("i-1", "10.0.0.1");
        aws.cloudMap.register(moving);
        aws.cloudMap.afterList = () -> aws.cloudMap.register(registered("i-1", "10.0.0.9"));
        home.has(running("i-1", "10.0.0.9"));
        aws.pass(CarriedState.NONE);
        assertThat(lines())
                .contains("INFO Left instance i-1 of service srv-a alone: its registration has changed meanwhile")
                .noneMatch(line -> line.contains("Deregistering"));
    }

    @Test
    void aDryRunTellsWhatItWouldRemove() {
        aws.cloudMap.register(registered("i-1", "10.0.0.1"));
        new Reconciler(policyIn(HOME), aws.cloudMap, aws.directories(), Deregistrar.DRY_RUN, aws.time, Runnable::run)
                .pass(CarriedState.NONE);
        assertThat(lines())
                .contains(
                        "WARN Dry run: would deregister instance i-1 (10.0.0.1) from service srv-a: not-found",
                        "INFO Dry run: instance i-1 stays registered to service srv-a");
    }

    private List<String> lines() {
        return events.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    private ILoggingEvent event(String beginning) {
        return events.list.stream()
                .filter(event -> event.getFormattedMessage().startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private String fields(String beginningOfLine) {
        return event(beginningOfLine).getKeyValuePairs().stream()
                .map(pair -> pair.key + "=" + pair.value)
                .collect(Collectors.joining(" "));
    }
}
