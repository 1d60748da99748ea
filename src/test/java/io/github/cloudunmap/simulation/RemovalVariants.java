package io.github.cloudunmap.simulation;

import io.github.cloudunmap.simulation.BrokenProgram.Edit;
import io.github.cloudunmap.simulation.BrokenProgram.Variant;
import java.util.stream.Stream;

/** What is left of the program if one of the rules for removals is taken out. */
final class RemovalVariants {
    private RemovalVariants() {}

    static Stream<Variant> all() {
        return Stream.of(
                Variant.of(
                        "10. EC2 is read again",
                        "it is not",
                        Edit.ofProgram(
                                "reconcile/Confirmation",
                                "if (!removal.verdict().isFinal()) {",
                                "if (removal.verdict().reason() == null) {")),
                Variant.of(
                        "10. Cloud Map is read again",
                        "it is not",
                        Edit.ofProgram(
                                "reconcile/Confirmation",
                                "Registration registration = registration(removal.instance().id(), fleetRequestedAt);",
                                "Registration registration ="
                                        + " new Registration(Optional.of(removal.instance()), time.nanos());")),
                Variant.of(
                        "10. all attributes are unchanged",
                        "the id is enough",
                        Edit.ofProgram(
                                "reconcile/Confirmation",
                                "registration.now.filter(removal.instance()::isSameAs).isPresent()",
                                "registration.now.isPresent()")),
                Variant.of(
                        "10. only an ended instance is final",
                        "so is one that was not found",
                        Edit.ofProgram(
                                "reconcile/Verdict",
                                "return this == SHUTTING_DOWN || this == TERMINATED;",
                                "return this == SHUTTING_DOWN || this == TERMINATED || this == NOT_FOUND;")),
                Variant.of(
                        "10a. sent within 15 s of the readings",
                        "within ten minutes",
                        Edit.ofProgram(
                                "reconcile/Confirmation",
                                "SENDABLE = Duration.ofSeconds(15)",
                                "SENDABLE = Duration.ofMinutes(10)"),
                        Edit.ofProgram(
                                "reconcile/Confirmation",
                                "READING_SERVES = Duration.ofSeconds(5)",
                                "READING_SERVES = Duration.ofMinutes(10)")),
                Variant.of(
                        "4. a removal ends the streak of its registration",
                        "it does not",
                        Edit.ofProgram("reconcile/Reconciler", ".filter(Outcome::mayBeGone)", ".filter(o -> false)")),
                Variant.of(
                        "4a. a verdict that is not final settles",
                        "it goes at once",
                        Edit.ofProgram("reconcile/Plan", "!policy.settleTime().isZero()", "false")),
                Variant.of(
                        "4a. one live sighting breaks the streak",
                        "it does not",
                        Edit.ofProgram(
                                "reconcile/Plan",
                                "Map<Registration, Streak> next = new HashMap<>();",
                                "Map<Registration, Streak> next = new HashMap<>(streaks);")),
                Variant.of(
                        "4a. any attribute that differs breaks the streak",
                        "only the id counts",
                        Edit.ofProgram(
                                "reconcile/Plan",
                                "return new Registration(instance.id(), instance.attributes());",
                                "return new Registration(instance.id(), Map.of());")),
                Variant.of(
                        "4a. settling from the first answer of a streak",
                        "from the latest",
                        Edit.ofProgram(
                                "reconcile/Plan",
                                "isRemembered || verdict.losesSightOf(alive) ? now : settlesFrom",
                                "now")),
                Variant.of(
                        "4a. settling from when the first answer has come",
                        "from its request",
                        Edit.ofProgram(
                                "reconcile/Plan", "now, now, changes", "now, verdict.firstRequestedAt(), changes")),
                Variant.of(
                        "the weakest of several grounds counts",
                        "the strongest",
                        Edit.ofProgram(
                                "reconcile/Verdict",
                                ".min(Comparator.naturalOrder())",
                                ".max(Comparator.naturalOrder())")),
                Variant.of(
                        "either EC2 id keeps the registration",
                        "the attribute alone counts",
                        Edit.ofProgram(
                                "reconcile/RegisteredInstance",
                                "return named.isEmpty()",
                                "return named.isEmpty() || id.length() > 0")),
                Variant.of(
                        "another controller's is left alone",
                        "it is judged",
                        Edit.ofProgram(
                                "reconcile/Ownership",
                                "return controllerOf(instance)",
                                "return Optional.<String>empty()")),
                Variant.of(
                        "a registration in a region that is not read is left alone",
                        "it is judged",
                        Edit.ofProgram(
                                "reconcile/Ownership",
                                ".filter(region -> !regions.contains(region))",
                                ".filter(region -> false)")));
    }
}
