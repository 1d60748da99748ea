package io.github.cloudunmap.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.simulation.BrokenProgram.Edit;
import io.github.cloudunmap.simulation.BrokenProgram.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation finds every rule that is missing, with the seed in the table of docs/design/simulation.md. If this
 * seed no longer does, the test fails and shows the row with a seed that does.
 */
@Tag("long")
final class BrokenVariantsTest {
    private static final Path PAGE = Path.of("docs/design/simulation.md");
    private static final long ENOUGH = 3000;

    static Stream<Variant> variants() {
        return Stream.of(
                        ofPasses(),
                        RemovalVariants.all(),
                        AnswerVariants.all(),
                        WorkerVariants.all(),
                        EventVariants.all(),
                        SelectionVariants.all(),
                        AddressVariants.all())
                .flatMap(variants -> variants);
    }

    private static Stream<Variant> ofPasses() {
        return Stream.of(
                Variant.of(
                        "1. a no is never cached",
                        "answers from before the list count",
                        Edit.ofProgram(
                                "reconcile/FleetView",
                                "return sighting.evidence().settlesSince(listedAt);",
                                "return true;"),
                        Edit.ofProgram(
                                "fleet/Batch",
                                "return requestedAt == null || requestedAt - notBefore >= 0;",
                                "return true;")),
                Variant.of(
                        "1. a scan says no no",
                        "an id that it does not show has ended",
                        Edit.ofProgram(
                                "fleet/RequestCycles",
                                "answer.complete(Optional.empty());",
                                "answer.complete(Optional.of(new Sighting(null,"
                                        + " new io.github.cloudunmap.reconcile.Evidence(region, \"\", time.nanos()))));")),
                Variant.of(
                        "1. in every region",
                        "one region's no suffices",
                        Edit.ofProgram(
                                "reconcile/Planner",
                                "Set<String> silent = new HashSet<>(policy.regions());",
                                "Set<String> silent = new HashSet<>(fresh.isEmpty() ? policy.regions() : List.of());")),
                Variant.of(
                        "2. never all",
                        "the rule is gone",
                        Edit.ofProgram(
                                "reconcile/Planner",
                                "!stale.isEmpty() && !keepsAny(all, fleet.sinceTheList())",
                                "false")),
                Variant.of(
                        "2. never all that EC2 can vouch for",
                        "a skipped or foreign registration turns it off",
                        Edit.ofProgram(
                                "reconcile/Planner",
                                ".anyMatch(Verdict::isKeptByEc2)",
                                ".anyMatch(v -> v instanceof Verdict.Skipped || v instanceof Verdict.Foreign || v.isKeptByEc2())")),
                Variant.of(
                        "3. bounded",
                        "the rule is gone",
                        Edit.ofProgram("reconcile/Planner", "due.size() > limit", "false")),
                Variant.of(
                        "4. grace",
                        "the rule is gone",
                        Edit.ofProgram(
                                "reconcile/Plan",
                                "boolean hasGrace = now - graceEnds < 0;",
                                "boolean hasGrace = false;")),
                Variant.of(
                        "4. grace: one live sighting resets it",
                        "it does not",
                        Edit.ofProgram(
                                "reconcile/Plan",
                                "Streak> next = new HashMap<>();",
                                "Streak> next = new HashMap<>(streaks);")),
                Variant.of(
                        "4. grace: verdicts of a refused pass do not count",
                        "they do",
                        Edit.ofProgram(
                                "reconcile/Planner",
                                "return decision instanceof Refused refused && refused.rule() != Rule.MAX_DEREGISTRATIONS;",
                                "return false;")),
                Variant.of(
                        "5. a region that fails is not empty",
                        "a failed read is an answer with nothing",
                        Edit.ofProgram(
                                "fleet/RegionReader",
                                "Ec2Reader.Answer answer = reader.describe(ids);",
                                "Ec2Reader.Answer answer; try { answer = reader.describe(ids); }"
                                        + " catch (io.github.cloudunmap.reconcile.ApiFailure e) { answer = new Ec2Reader.Answer(\"\", java.util.List.of()); }")),
                Variant.of(
                        "6. a region that suddenly has nothing is suspect",
                        "the rule is gone",
                        Edit.ofProgram(
                                "reconcile/Planner",
                                "restingOnSuspicion(stale, now).orElseGet(() -> decide(judgements, fleet, stale, due))",
                                "decide(judgements, fleet, stale, due)"),
                        Edit.ofProgram(
                                "reconcile/Confirmation",
                                "stale.suspectAnswers(removal.instance()).findFirst().ifPresent(Confirmation::refuse);",
                                "")),
                Variant.of(
                        "6. every answer shows whether the region is there",
                        "no witnesses go along",
                        Edit.ofProgram("fleet/Witnesses", ".limit(MOST)", ".limit(0)")),
                Variant.of(
                        "6. until suspect-hold",
                        "the second answer is trusted",
                        Edit.ofProgram(
                                "fleet/Witnesses",
                                "requestedAt - standing.since() >= hold.get().toNanos()",
                                "requestedAt - standing.since() > 0")),
                Variant.of(
                        "7. dry run cannot write",
                        "it can",
                        Edit.ofWiring("SimulatedAws", "return settings.dryRun()", "return false")),
                Variant.of(
                        "8. every removal is logged",
                        "it is not",
                        Edit.ofProgram("reconcile/Removals", "log.removing(sendable.removal());", "")),
                Variant.of(
                        "9. a failed removal is that instance's alone",
                        "it ends the pass",
                        Edit.ofProgram(
                                "reconcile/Removals",
                                "log.removalFailed(removal, failure);",
                                "if (true) throw failure;")),
                Variant.of(
                        "9. an operation that fails later is told",
                        "nobody asks",
                        Edit.ofProgram(
                                "reconcile/PendingOperations",
                                "                ask(removal);",
                                "                untried.add(removal);")),
                Variant.of(
                        "a plan is carried out for 5 minutes",
                        "for as long as it takes",
                        Edit.ofProgram("reconcile/Removals", "> LONGEST_TRUST.toNanos()", "> Long.MAX_VALUE")),
                Variant.of(
                        "a plan is carried out for 5 minutes, waits included",
                        "without the removal's own wait",
                        Edit.ofProgram(
                                "reconcile/Removals",
                                "private boolean hasItsTurn(Attempt attempt) {\n",
                                "private boolean hasItsTurn(Attempt attempt) {\n        refuseOutdated(attempt.removal);\n"),
                        Edit.ofProgram("reconcile/Removals", "refuseOutdated(queue.element().removal);", ""),
                        Edit.ofProgram("reconcile/Removals", "refuseOutdated(removal);", "")),
                Variant.of(
                        "unknown: EC2 returns addresses late",
                        "no address is no match",
                        Edit.ofProgram(
                                "reconcile/Ec2Instance",
                                "return state == State.PENDING || families.stream().anyMatch(this::hasNone);",
                                "return false;")),
                Variant.of(
                        "foreign is left alone",
                        "it is judged",
                        Edit.ofProgram(
                                "reconcile/Ownership",
                                "return account != null\n",
                                "return account != null && false\n")),
                Variant.of(
                        "one pass in flight per service",
                        "a second may begin",
                        Edit.ofProgram(
                                "daemon/ServiceLoop", "ticket == ofTicket && inFlight == null && !retired", "!retired"),
                        Edit.ofProgram(
                                "daemon/Controller",
                                "if (!loop.isInFlight()) {\n                schedule",
                                "{\n                schedule")),
                Variant.of(
                        "an error never ends a loop",
                        "it does",
                        Edit.ofProgram(
                                "daemon/Controller",
                                "                pass(loop, ticket);\n            } finally {\n",
                                "                if (!pass(loop, ticket).succeeded()) {\n                    loop.newTicket(0);\n                }\n            } finally {\n")));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void aMissingRuleIsFoundByTheSeedOfThePage(Variant variant, @TempDir Path directory) throws IOException {
        OptionalLong listed = listed(variant);
        try (BrokenProgram program = new BrokenProgram(directory, variant.edits())) {
            if (listed.stream().noneMatch(seed -> program.violation(seed).isPresent())) {
                OptionalLong found = LongStream.range(0, ENOUGH)
                        .filter(seed -> program.violation(seed).isPresent())
                        .findFirst();
                assertThat(found).as("a seed that finds it").isPresent();
                assertThat(PAGE).content().contains(row(variant) + (found.getAsLong() + 1) + " |");
            }
        }
    }

    /** Returns the seed that found it last. A search for it would take minutes. */
    private static OptionalLong listed(Variant variant) throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith(row(variant)))
                .mapToLong(line ->
                        Long.parseLong(line.substring(row(variant).length()).replace(" |", "")) - 1)
                .findFirst();
    }

    private static String row(Variant variant) {
        return "| " + variant.rule() + " | " + variant.broken() + " | ";
    }
}
