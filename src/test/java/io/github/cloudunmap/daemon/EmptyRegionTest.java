package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.AP;
import static io.github.cloudunmap.daemon.LocalAws.EU;
import static io.github.cloudunmap.daemon.LocalAws.SUSPECT_HOLD;
import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.reconcile.Plan.Refused;
import io.github.cloudunmap.reconcile.Plan.Rule;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One of a service's two regions answers as if it had no instance, without an error: each test is what comes then. */
@Timeout(60)
final class EmptyRegionTest {
    private static final Duration BEYOND_THE_CACHE = Duration.ofMinutes(2);

    private final LocalAws local = new LocalAws();
    private final LocalAws.TestService web = local.service("srv-web", US, EU);
    private final LogLines log = new LogLines("fleet");

    @BeforeEach
    void aRegionGoesEmpty() {
        local.aws.cloudMap(US).createService("srv-web");
        for (int i = 1; i <= 3; i++) {
            local.registered("srv-web", US, "10.0.0." + i);
            local.registered("srv-web", EU, "10.1.0." + i);
        }
        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);
        local.aws.ec2(EU).blackOut(true);
        local.time.advance(BEYOND_THE_CACHE);
    }

    @AfterEach
    void close() {
        log.close();
        local.close();
    }

    @Test
    void removesNothingWhileTheRegionIsSuspect() throws Exception {
        ReconcileReport report = web.pass();
        local.time.advance(SUSPECT_HOLD.dividedBy(2));
        ReconcileReport next = web.pass();

        assertThat(refusal(report).rule()).isEqualTo(Rule.SUSPECT_REGION);
        assertThat(refusal(report).instances()).hasSize(3);
        assertThat(refusal(report).why())
                .isEqualTo("EC2 in eu-west-1 suddenly shows none of 3 instances that lived there");
        assertThat(refusal(report).wayOut())
                .matches("it is trusted again when it shows"
                        + " some of them again, or has stayed so for another (900|8\\d\\d)s"
                        + " \\(suspect-hold; 0s turns this rule off\\)");
        assertThat(refusal(next).rule()).isEqualTo(Rule.SUSPECT_REGION);
        assertThat(local.registrations("srv-web")).hasSize(6);
        log.await(line ->
                line.equals("EC2 in eu-west-1 suddenly shows none of 3 instances that lived there: for the next 15m"
                        + " (suspect-hold), or until it shows some of them again, nothing is removed on its word. Wrong credentials or an"
                        + " outage look like this"));
    }

    @Test
    void keepsAServiceThatTheRegionNeverShowedAnythingOf() {
        local.aws.cloudMap(US).createService("srv-new");
        local.registered("srv-new", EU, "10.1.1.1");
        local.registered("srv-new", US, "10.0.1.1");

        ReconcileReport report = local.service("srv-new", US, EU).pass();

        assertThat(refusal(report).rule()).isEqualTo(Rule.SUSPECT_REGION);
        assertThat(local.registrations("srv-new")).hasSize(2);
    }

    @Test
    void removesThemWhenTheRegionHasStayedEmptyForTheHold() throws Exception {
        web.pass();
        local.time.advance(SUSPECT_HOLD);
        ReconcileReport report = web.pass();

        assertThat(report.result()).isEqualTo(Result.SUCCESS);
        assertThat(local.registrations("srv-web")).hasSize(3);
        log.await(
                "EC2 in eu-west-1 still does not show the missing instances after the suspect-hold: it is trusted again"
                        ::equals);
    }

    @Test
    void goesOnAsBeforeWhenTheRegionShowsLife() throws Exception {
        web.pass();
        local.aws.ec2(EU).blackOut(false);
        local.time.advance(BEYOND_THE_CACHE);
        ReconcileReport report = web.pass();

        assertThat(report.result()).isEqualTo(Result.SUCCESS);
        assertThat(local.registrations("srv-web")).hasSize(6);
        log.await("EC2 in eu-west-1 shows missing instances again: it is trusted again"::equals);
    }

    @Test
    void removesWhatHasEndedIndeedOnceTheRegionShowsLife() {
        web.pass();
        local.aws.ec2(EU).blackOut(false);
        String dead = local.registered("srv-web", EU, "10.1.0.4");
        local.aws.ec2(EU).terminate(dead);
        local.time.advance(BEYOND_THE_CACHE);

        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);
        assertThat(local.registrations("srv-web")).hasSize(6).doesNotContain(dead);
    }

    /** One that shows a single one of forty has lost sight of the others as one that shows none has. */
    @Test
    void suspectsARegionThatShowsOneOfForty() throws Exception {
        local.aws.ec2(EU).blackOut(false);
        List<String> live = IntStream.range(10, 50)
                .mapToObj(i -> local.registered("srv-web", EU, "10.1.0." + i))
                .toList();
        local.time.advance(BEYOND_THE_CACHE);
        web.pass();
        live.stream().skip(1).forEach(local.aws.ec2(EU)::hide);
        local.time.advance(BEYOND_THE_CACHE);

        assertThat(refusal(web.pass()).why())
                .isEqualTo("EC2 in eu-west-1 suddenly shows only 4 of 43 instances that lived there");
        assertThat(local.registrations("srv-web")).hasSize(46);

        live.forEach(local.aws.ec2(EU)::reveal);
        local.time.advance(BEYOND_THE_CACHE);
        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);
        assertThat(local.registrations("srv-web")).hasSize(46);
    }

    /** As one pauses it: out of the file and in again. */
    @Test
    void aServiceThatIsPutBackFindsItsRegionSuspectStill() {
        BoundService first = local.bind(LocalAws.config("srv-web", US, US, AP));
        for (int i = 1; i <= 3; i++) {
            local.registered("srv-web", AP, "10.2.0." + i);
        }
        local.aws.ec2(EU).blackOut(false);
        BoundService before = local.bind(LocalAws.config("srv-web", US, US, EU, AP));
        assertThat(new LocalAws.TestService(before.reconciler()).pass().result())
                .isEqualTo(Result.SUCCESS);
        local.aws.ec2(AP).blackOut(true);
        local.time.advance(BEYOND_THE_CACHE);
        before.close();
        first.close();

        BoundService after = local.bind(LocalAws.config("srv-web", US, US, EU, AP));
        ReconcileReport report = new LocalAws.TestService(after.reconciler()).pass();

        assertThat(refusal(report).rule()).isEqualTo(Rule.SUSPECT_REGION);
        assertThat(local.registrations("srv-web")).hasSize(9);
        after.close();
    }

    /** The other services, or those of a minute ago, have seen them there. */
    @Test
    void keepsWhatLivesInARegionThatIsLeftOut() {
        local.aws.ec2(EU).blackOut(false);
        local.time.advance(BEYOND_THE_CACHE);
        web.pass();

        ReconcileReport report = local.service("srv-web", US).pass();

        assertThat(report.result()).isEqualTo(Result.SUCCESS);
        assertThat(local.registrations("srv-web")).hasSize(6);
        assertThat(report.plan().orElseThrow().judgements())
                .extracting(judgement -> judgement.verdict().why())
                .filteredOn(why -> why.matches(
                        "EC2 has shown i-\\w+ alive in eu-west-1, where it is not looked for in this service"))
                .hasSize(3);
    }

    private static Refused refusal(ReconcileReport report) {
        return (Refused) report.plan().orElseThrow().decision();
    }
}
