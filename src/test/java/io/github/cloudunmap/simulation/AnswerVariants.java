package io.github.cloudunmap.simulation;

import io.github.cloudunmap.simulation.BrokenProgram.Edit;
import io.github.cloudunmap.simulation.BrokenProgram.Variant;
import java.util.stream.Stream;

/** What is left of the program if one of the rules for which answers it trusts is taken out. */
final class AnswerVariants {
    private AnswerVariants() {}

    static Stream<Variant> all() {
        return Stream.of(
                Variant.of(
                        "6. a region that knows less than half is suspect",
                        "only one that knows nothing",
                        Edit.ofProgram(
                                "fleet/Knowledge",
                                "unknown.size() * 2 > lived.size()",
                                "unknown.size() == lived.size()")),
                Variant.of(
                        "6a. another account's answers are suspect",
                        "they are trusted",
                        Edit.ofProgram(
                                "fleet/ReadAccount",
                                "if (ours == null || owners.contains(ours)) {",
                                "if (ours == null || !ours.isEmpty()) {")),
                Variant.of(
                        "6a. an account is ours while the latest answer shows it",
                        "once seen it stays ours",
                        Edit.ofProgram(
                                "fleet/ReadAccount",
                                "latest = Set.copyOf(owners);",
                                "Set<String> all = new java.util.HashSet<>(latest); all.addAll(owners); latest = Set.copyOf(all);")),
                Variant.of(
                        "2. never all rests on answers since the list",
                        "cached ones count",
                        Edit.ofProgram(
                                "reconcile/FleetView",
                                "return new FleetView(listedAt, recent, accounts);",
                                "return this;")),
                Variant.of(
                        "6. a suspicion outlives the last service that used the region",
                        "it ends with it",
                        Edit.ofProgram(
                                "fleet/RegionTrusts",
                                "unusedSince.put(place, time.nanos());",
                                "trusts.remove(place);")),
                Variant.of(
                        "6. a restart forgets no witness",
                        "the file is not read",
                        Edit.ofProgram(
                                "daemon/Checkpoints",
                                "            trusts.remember(MemoryMapping.trust(memory, now));\n",
                                "")),
                Variant.of(
                        "a service is listed once, by its id or by its ARN",
                        "by both",
                        Edit.ofProgram(
                                "config/ServiceConfig",
                                "return idOrArn.substring(idOrArn.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);",
                                "return idOrArn;")),
                Variant.of(
                        "an id that one answer shows twice is one instance",
                        "the last part counts",
                        Edit.ofProgram("fleet/ValidatingReader", "before.and(instance)", "instance")),
                Variant.of(
                        "an instance seen alive in another region stays",
                        "it is judged",
                        Edit.ofProgram(
                                "reconcile/Planner",
                                "return stale.reason() == StaleReason.NOT_FOUND",
                                "return stale.reason() == null")));
    }
}
