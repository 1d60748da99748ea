package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.AWAY;
import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.LISTED;
import static io.github.cloudunmap.reconcile.Given.absent;
import static io.github.cloudunmap.reconcile.Given.policy;
import static io.github.cloudunmap.reconcile.Given.policyIn;
import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.registeredBy;
import static io.github.cloudunmap.reconcile.Given.running;
import static io.github.cloudunmap.reconcile.Given.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import io.github.cloudunmap.reconcile.Plan.Refused;
import io.github.cloudunmap.reconcile.Plan.Rule;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of a suspect answer, and what it forbids. */
class SuspicionTest {
    private static final Duration HOLD = Duration.ofMinutes(15);
    private static final String OURS = "111111111111";
    private static final String OTHER = "222222222222";

    @Test
    void saysHowMuchIsMissing() {
        assertThat(Suspicion.ofMissing(0, 4, LISTED, HOLD).shows())
                .isEqualTo("suddenly shows none of 4 instances that lived there");
        assertThat(Suspicion.ofMissing(1, 4, LISTED, HOLD).shows())
                .isEqualTo("suddenly shows only 1 of 4 instances that lived there");
    }

    @Test
    void saysWhichAccountAnswers() {
        assertThat(Suspicion.ofAccount(OURS, OTHER, LISTED, null).shows())
                .isEqualTo("answers for account " + OTHER + ", and answered for " + OURS + " before");
        assertThat(Suspicion.ofAccountBeforeRestart(OURS, OTHER, LISTED, HOLD, null)
                        .shows())
                .isEqualTo("answers for account " + OTHER + ", and showed instances of account " + OURS
                        + " before the restart");
    }

    @Test
    void saysWhenTheRegionIsTrustedAgain() {
        Suspicion suspicion = Suspicion.ofMissing(0, 4, LISTED, HOLD);
        long aMinuteLater = LISTED + Duration.ofMinutes(1).toNanos();
        long muchLater = LISTED + HOLD.multipliedBy(2).toNanos();

        assertThat(suspicion.ending(aMinuteLater)).contains("for another 840s");
        assertThat(suspicion.withHold(Duration.ofMinutes(2)).ending(aMinuteLater))
                .contains("for another 60s");
        assertThat(suspicion.ending(muchLater)).contains("for another 1s");
        assertThat(Suspicion.ofAccount(OURS, OTHER, LISTED, null).ending(muchLater))
                .isEqualTo(
                        "it is trusted again when it answers as before; after a restart, at the latest with the end of"
                                + " suspect-hold");
    }

    @Test
    void aPassWhoseRemovalsRestOnASuspectAnswerIsRefused() {
        Suspicion suspicion = Suspicion.ofMissing(0, 4, LISTED, HOLD);
        FleetView fleet = new FleetView(
                LISTED,
                Map.of(
                        "i-0", List.of(seen(running("i-0", "10.0.0.0"), HOME, LISTED)),
                        "i-1", List.of(suspect(suspicion)),
                        "i-2", List.of(absent(HOME, LISTED))),
                Set.of(OURS));
        List<RegisteredInstance> registered =
                List.of(registered("i-0", "10.0.0.0"), registered("i-1", "10.0.0.1"), registered("i-2", "10.0.0.2"));

        assertThat(new Planner(policy())
                        .plan(registered, fleet, StaleSince.NONE, LISTED)
                        .decision())
                .isEqualTo(new Refused(
                        Rule.SUSPECT_REGION,
                        "EC2 in us-east-1 suddenly shows none of 4 instances that lived there",
                        List.of("i-1"),
                        suspicion.ending(LISTED)));
    }

    @Test
    void theOtherAccountsOwnRegistrationsMayBeJudgedIfTheSuspicionAllowsIt() {
        Suspicion suspicion = Suspicion.ofAccount(OURS, OTHER, LISTED, OTHER);

        assertThat(suspicion.isAbout(registeredBy(OURS, "i-1", "10.0.0.1"))).isTrue();
        assertThat(suspicion.isAbout(registered("i-1", "10.0.0.1"))).isTrue();
        assertThat(suspicion.isAbout(registeredBy(OTHER, "i-1", "10.0.0.1"))).isFalse();
        assertThat(Suspicion.ofAccount(OURS, OTHER, LISTED, null).isAbout(registeredBy(OTHER, "i-1", "10.0.0.1")))
                .isTrue();
    }

    @Test
    void whatLivesInARegionThatIsNotReadIsForeign() {
        RegisteredInstance instance = registered("i-0000000a", "10.0.0.1");
        FleetView nowhere =
                new FleetView(LISTED, Map.of("i-0000000a", List.of(absent(HOME, LISTED))), Set.of(OURS), Map.of());
        Planner planner = new Planner(policyIn(HOME));

        assertThat(planner.judge(instance, nowhere).kind()).isEqualTo(Verdict.Kind.STALE);
        assertThat(planner.judge(instance, nowhere.withAliveElsewhere(Map.of("i-0000000a", AWAY))))
                .isEqualTo(Verdict.Foreign.ofPlace("i-0000000a", AWAY));
        assertThat(Verdict.Foreign.ofPlace("i-0000000a", AWAY).toString()).contains("i-0000000a", AWAY);
    }

    private static Sighting suspect(Suspicion suspicion) {
        return new Sighting(null, new Evidence(HOME, "req-suspect", LISTED, true, suspicion));
    }
}
