package io.github.cloudunmap.simulation;

import io.github.cloudunmap.simulation.BrokenProgram.Edit;
import io.github.cloudunmap.simulation.BrokenProgram.Variant;
import java.util.stream.Stream;

/** What is left of the program if it makes something else of its selections. */
final class SelectionVariants {
    private SelectionVariants() {}

    static Stream<Variant> all() {
        return Stream.of(
                Variant.of(
                        "a reading that lacks most services is taken over when the next says so",
                        "a reading that shows nothing is taken over at once",
                        Edit.ofProgram(
                                "selection/Finding",
                                "before.isPostponed ||",
                                "before.isPostponed || read.isEmpty() ||")),
                Variant.of(
                        "a reading that lacks most services is taken over when the next says so",
                        "unless it shows nothing, it is taken over at once",
                        Edit.ofProgram(
                                "selection/Finding",
                                "before.isPostponed ||",
                                "before.isPostponed || !read.isEmpty() ||")),
                Variant.of(
                        "a reading that lacks most services is taken over when the next says so",
                        "it never is",
                        Edit.ofProgram("selection/Finding", "before.isPostponed ||", "")),
                Variant.of(
                        "a reading that lacks most services is taken over when the next says so",
                        "so is one that lacks half of them",
                        Edit.ofProgram(
                                "selection/Finding",
                                "return 2 * left >= services.size();",
                                "return 2 * left > services.size();")),
                Variant.of(
                        "a selection that cannot be read keeps what it had",
                        "it finds nothing",
                        Edit.ofProgram(
                                "daemon/SelectionPoller",
                                "failed(selection, interval, e);",
                                "failed(selection, interval, e); readings.put(selection.query(), List.of());")),
                Variant.of(
                        "a new service is asked for its namespace",
                        "it is not",
                        Edit.ofProgram(
                                "selection/SelectionReader", "catalog.namespaceOf(service).equals(at.id)", "true")),
                Variant.of(
                        "max-services bounds what selections find",
                        "it does not",
                        Edit.ofProgram("selection/Expansion", "return found <= most", "return true")),
                Variant.of(
                        "no two selections bring in one service",
                        "the first one does",
                        Edit.ofProgram(
                                "selection/Expansion",
                                "List<String> problems = new ArrayList<>(overlaps);",
                                "List<String> problems = new ArrayList<>();")),
                Variant.of(
                        "an overlap ends the program only at its start",
                        "whenever it is found",
                        Edit.ofProgram(
                                "daemon/ActiveConfig",
                                "if (isStart && !expansion.overlaps().isEmpty()) {",
                                "if (!expansion.overlaps().isEmpty()) {")),
                Variant.of(
                        "a service that a selection finds again goes on with its grace",
                        "it begins anew",
                        Edit.ofProgram("daemon/ActiveConfig", "apply(change, true)", "apply(change, false)")),
                Variant.of(
                        "a service that a selection finds again goes on with its grace",
                        "an event of before it was lost ends it",
                        Edit.ofProgram("daemon/Carried", "TimeSource.later(leftAt, origin)", "origin")),
                Variant.of(
                        "a service that a reload put back begins grace anew",
                        "it goes on with it",
                        Edit.ofProgram("daemon/ActiveConfig", "apply(next.change, false)", "apply(next.change, true)")),
                Variant.of(
                        "a service that a reload put back begins grace anew",
                        "not if its pass was in flight",
                        Edit.ofProgram("daemon/ServiceLoop", "startsAnew = startsAnew || !returns;", "")),
                Variant.of(
                        "a service that a restart took out begins grace anew",
                        "it goes on with it",
                        Edit.ofProgram(
                                "daemon/MemoryMapping",
                                "return memory.ofServices(services, !current.selections().isEmpty(), now);",
                                "return memory;")),
                Variant.of(
                        "a restart begins with what was found",
                        "it is forgotten",
                        Edit.ofProgram(
                                "daemon/Selections",
                                "if (Expansion.of(file, known).problems().isEmpty()) {",
                                "if (known.isEmpty()) {")),
                Variant.of(
                        "a service that has gone is dropped",
                        "it stays",
                        Edit.ofProgram(
                                "daemon/ActiveConfig",
                                "opened.subList(added, opened.size()), change.removed(), keepsStates)",
                                "opened.subList(added, opened.size()), keepsStates ? List.of() : change.removed(), keepsStates)")));
    }
}
