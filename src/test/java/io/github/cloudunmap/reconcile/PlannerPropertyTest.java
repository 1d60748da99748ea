package io.github.cloudunmap.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.cloudunmap.reconcile.Plan.Deregister;
import io.github.cloudunmap.reconcile.Plan.Refused;
import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What holds for every fleet. The fleets come from a seed, another one each run; {@code -Dunmap.seed=N} gives it, and
 * a failure names the one that has the fleet at fault as its first.
 */
class PlannerPropertyTest {
    private static final int FLEETS = 2_000;
    private static final int PASSES = 6;
    private static final long SEED = Long.getLong("unmap.seed", new Random().nextInt());

    @BeforeAll
    static void tellTheSeed() {
        System.out.println("random fleets: -Dunmap.seed=" + SEED);
    }

    @Test
    void everyVerdictIsOneThatTheTableAllows() {
        forEveryFleet(fleet -> {
            Planner planner = new Planner(fleet.policy());
            Oracle oracle = new Oracle(fleet);
            for (RegisteredInstance instance : fleet.registered()) {
                assertThat(nameOf(planner.judge(instance, fleet.view()))).isIn(oracle.verdicts(instance));
            }
        });
    }

    @Test
    void everyDecisionIsTheOneOfTheRules() {
        forEveryPlan((fleet, plan) -> {
            Oracle oracle = new Oracle(fleet);
            List<RegisteredInstance> due = fleet.registered().stream()
                    .filter(oracle::isStale)
                    .filter(instance -> hasLasted(instance, fleet))
                    .toList();
            String decision = oracle.decision(due);
            assertThat(nameOf(plan.decision())).isEqualTo(decision);
            assertThat(removed(plan)).isEqualTo(decision.equals("deregister") ? due : List.of());
        });
    }

    @Test
    void noPlanIsMadeWhileAVerdictIsOpen() {
        forEveryFleet(fleet -> {
            if (new Oracle(fleet).isAnyOpen()) {
                assertThatIllegalStateException()
                        .isThrownBy(fleet::plan)
                        .withMessage("a verdict is still open in service srv-a");
            }
        });
    }

    @Test
    void noLiveInstanceWithItsAddressIsRemoved() {
        forEveryPlan((fleet, plan) -> assertThat(removed(plan)).noneMatch(new Oracle(fleet)::isLiveWithItsAddress));
    }

    @Test
    void oneInstanceThatEc2CanVouchForIsAlwaysLeft() {
        forEveryPlan((fleet, plan) -> assertThat(removed(plan).isEmpty()
                        || fleet.registered().stream().anyMatch(new Oracle(fleet)::isVouchedFor))
                .isTrue());
    }

    @Test
    void noMoreThanTheLimitIsRemoved() {
        forEveryPlan((fleet, plan) -> assertThat(removed(plan)).hasSizeLessThanOrEqualTo(new Oracle(fleet).limit()));
    }

    @Test
    void nothingWithoutAnAddressOfAFamilyThatIsJudgedIsRemoved() {
        forEveryPlan((fleet, plan) -> assertThat(removed(plan))
                .allMatch(instance -> fleet.policy().addresses().stream()
                        .anyMatch(family -> instance.attributes().containsKey(family.attribute()))));
    }

    @Test
    void everyRemovalRestsOnAnswersOfEveryRegionSinceTheList() {
        forEveryPlan((fleet, plan) ->
                assertThat(removed(plan)).allMatch(new Oracle(fleet)::everyRegionAnsweredSinceTheList));
    }

    @Test
    void noRemovalRestsOnAnAnswerOfASuspectRegion() {
        forEveryPlan((fleet, plan) -> assertThat(removals(plan))
                .flatExtracting(removal -> removal.verdict().evidence())
                .allMatch(evidence -> evidence.suspicion().isEmpty()));
    }

    @Test
    void everyRemovalNamesTheAnswersItRestsOn() {
        forEveryPlan((fleet, plan) -> {
            for (Removal removal : removals(plan)) {
                List<Evidence> named = removal.verdict().evidence();
                assertThat(named).allMatch(e -> e.requestedAt() - fleet.view().listedAt() >= 0);
                int grounds = 0;
                for (String id : new Oracle(fleet).ids(removal.instance())) {
                    List<Sighting> answers = fleet.view().of(id);
                    List<Evidence> ofId = answers.stream()
                            .map(Sighting::evidence)
                            .filter(named::contains)
                            .toList();
                    if (answers.stream().allMatch(answer -> answer.instance().isEmpty())) {
                        assertThat(ofId)
                                .extracting(Evidence::region)
                                .containsExactlyInAnyOrderElementsOf(
                                        fleet.policy().regions());
                    } else {
                        assertThat(ofId).hasSize(1);
                    }
                    grounds += ofId.size();
                }
                assertThat(named).hasSize(grounds);
            }
        });
    }

    @Test
    void aRemovalIsFinalIfEveryIdIsGoneForGood() {
        forEveryPlan((fleet, plan) -> assertThat(removals(plan))
                .allMatch(
                        removal -> removal.verdict().isFinal() == new Oracle(fleet).isGoneForGood(removal.instance())));
    }

    @Test
    void theSameInputGivesTheSamePlan() {
        forEveryPlan((fleet, plan) -> assertThat(fleet.plan()).isEqualTo(plan));
    }

    @Test
    void theOrderOfRegistrationsAndAnswersDoesNotMatter() {
        forEveryPlan((fleet, plan) -> {
            Random random = new Random(fleet.now());
            Map<String, List<Sighting>> sightings = new HashMap<>();
            fleet.view().sightings().forEach((id, answers) -> sightings.put(id, shuffled(answers, random)));
            Plan reordered = new Planner(fleet.policy())
                    .plan(
                            shuffled(fleet.registered(), random),
                            new FleetView(
                                    fleet.view().listedAt(),
                                    sightings,
                                    fleet.view().accounts()),
                            fleet.staleSince(),
                            fleet.now());
            assertThat(kinds(reordered)).containsExactlyInAnyOrderElementsOf(kinds(plan));
            assertThat(nameOf(reordered.decision())).isEqualTo(nameOf(plan.decision()));
            assertThat(removed(reordered)).containsExactlyInAnyOrderElementsOf(removed(plan));
            assertThat(reordered.staleSince()).isEqualTo(plan.staleSince());
        });
    }

    /**
     * Grace and settling as the whole history tells them, where the planner hands on a single streak for each
     * registration. A pass that never all or a suspect region refused begins no streak, but what it does not show
     * stale ends one.
     */
    @Test
    void whatIsRemovedWasStaleInEveryPassOfTheGracePeriod() {
        forEveryFleet(start -> {
            List<RandomFleet> passes = new ArrayList<>();
            List<RandomFleet> suspect = new ArrayList<>();
            StaleSince handedOn = StaleSince.NONE;
            for (int pass = 0; pass < PASSES; pass++) {
                RandomFleet latest = start.later(start.now() + pass, 20L * pass, handedOn);
                passes.add(latest);
                Plan plan = latest.plan();
                Oracle oracle = new Oracle(latest);
                List<RegisteredInstance> due = latest.registered().stream()
                        .filter(oracle::isStale)
                        .filter(instance -> hasLasted(instance, passes, suspect))
                        .toList();
                String decision = oracle.decision(due);
                assertThat(nameOf(plan.decision())).isEqualTo(decision);
                handedOn = plan.staleSince();
                if (List.of("never-all", "suspect-region").contains(decision)) {
                    suspect.add(latest);
                }
            }
        });
    }

    private static boolean hasLasted(RegisteredInstance instance, List<RandomFleet> passes, List<RandomFleet> suspect) {
        RandomFleet latest = passes.get(passes.size() - 1);
        RandomFleet graceFrom = latest;
        RandomFleet settlingFrom = latest;
        Set<String> alive = new HashSet<>();
        boolean begun = false;
        for (RandomFleet pass : unbroken(instance, passes)) {
            Verdict.Stale verdict = stale(asListed(instance, pass).orElseThrow(), pass);
            if (suspect.contains(pass)) {
                alive.addAll(begun ? verdict.alive() : Set.of());
                continue;
            }
            boolean lost = verdict.reason() == StaleReason.NOT_FOUND
                    && !verdict.alive().containsAll(alive);
            graceFrom = begun ? graceFrom : pass;
            settlingFrom = begun && !lost ? settlingFrom : pass;
            alive = new HashSet<>(verdict.alive());
            begun = true;
        }
        ServicePolicy policy = latest.policy();
        return latest.now() - graceFrom.now() >= policy.gracePeriod().toNanos()
                && (isFinal(instance, latest)
                        || policy.settleTime().isZero()
                        || firstRequest(instance, latest) - settlingFrom.now()
                                >= policy.settleTime().toNanos());
    }

    /** The last passes that all show the registration stale, the earliest first. */
    private static List<RandomFleet> unbroken(RegisteredInstance instance, List<RandomFleet> passes) {
        int from = passes.size();
        while (from > 0 && showsStale(passes.get(from - 1), instance)) {
            from--;
        }
        return passes.subList(from, passes.size());
    }

    private static boolean showsStale(RandomFleet pass, RegisteredInstance instance) {
        return asListed(instance, pass).isPresent();
    }

    /** The registration as this pass listed it, perhaps by another account, if it was stale then. */
    private static Optional<RegisteredInstance> asListed(RegisteredInstance instance, RandomFleet pass) {
        return pass.registered().stream()
                .filter(listed -> StaleSince.Registration.of(listed).equals(StaleSince.Registration.of(instance)))
                .filter(new Oracle(pass)::isStale)
                .findFirst();
    }

    @Test
    void theFleetsShowEveryVerdictAndEveryDecision() {
        Set<String> verdicts = new TreeSet<>();
        Set<String> decisions = new TreeSet<>();
        forEveryFleet(fleet -> fleet.registered()
                .forEach(r -> verdicts.add(nameOf(new Planner(fleet.policy()).judge(r, fleet.view())))));
        forEveryPlan((fleet, plan) -> decisions.add(nameOf(plan.decision())));
        assertThat(verdicts)
                .containsExactly(
                        "address-mismatch",
                        "foreign",
                        "matched",
                        "not-found",
                        "open",
                        "shutting-down",
                        "skipped",
                        "stopped",
                        "terminated",
                        "unknown");
        assertThat(decisions)
                .containsExactly("deregister", "max-deregistrations", "never-all", "nothing", "suspect-region");
    }

    private interface Property {
        void check(RandomFleet fleet, Plan plan);
    }

    private static void forEveryPlan(Property property) {
        forEveryFleet(fleet -> {
            if (!new Oracle(fleet).isAnyOpen()) {
                property.check(fleet, fleet.plan());
            }
        });
    }

    private static void forEveryFleet(Consumer<RandomFleet> property) {
        LongStream.range(SEED, SEED + FLEETS).forEach(seed -> {
            RandomFleet fleet = RandomFleet.of(seed);
            try {
                property.accept(fleet);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("-Dunmap.seed=" + seed + " gives " + fleet, failure);
            }
        });
    }

    private static String nameOf(Verdict verdict) {
        return verdict instanceof Verdict.Stale stale
                ? stale.reason().toString()
                : verdict.kind().toString();
    }

    private static String nameOf(Plan.Decision decision) {
        if (decision instanceof Refused refused) {
            return refused.rule().toString();
        }
        return decision instanceof Deregister ? "deregister" : "nothing";
    }

    private static boolean hasLasted(RegisteredInstance instance, RandomFleet fleet) {
        StaleSince.Streak streak = fleet.staleSince().streaks().get(StaleSince.Registration.of(instance));
        long since = streak == null ? fleet.now() : streak.seenAt();
        long settlesFrom = streak == null ? fleet.now() : streak.settlesFrom();
        return fleet.now() - since >= fleet.policy().gracePeriod().toNanos()
                && (isFinal(instance, fleet)
                        || fleet.policy().settleTime().isZero()
                        || firstRequest(instance, fleet) - settlesFrom
                                >= fleet.policy().settleTime().toNanos());
    }

    private static boolean isFinal(RegisteredInstance instance, RandomFleet fleet) {
        return Set.of("shutting-down", "terminated").contains(nameOf(stale(instance, fleet)));
    }

    private static long firstRequest(RegisteredInstance instance, RandomFleet fleet) {
        return stale(instance, fleet).evidence().stream()
                .mapToLong(Evidence::requestedAt)
                .min()
                .orElseThrow();
    }

    private static Verdict.Stale stale(RegisteredInstance instance, RandomFleet fleet) {
        return (Verdict.Stale) new Planner(fleet.policy()).judge(instance, fleet.view());
    }

    private static List<RegisteredInstance> removed(Plan plan) {
        return removals(plan).stream().map(Removal::instance).toList();
    }

    private static List<Removal> removals(Plan plan) {
        return plan.decision() instanceof Deregister deregister ? deregister.removals() : List.of();
    }

    private static List<String> kinds(Plan plan) {
        return plan.judgements().stream()
                .map(judgement ->
                        judgement.instance() + " " + judgement.verdict().kind())
                .toList();
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }
}
