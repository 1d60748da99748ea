package io.github.cloudunmap.simulation;

import io.github.cloudunmap.simulation.BrokenProgram.Edit;
import io.github.cloudunmap.simulation.BrokenProgram.Variant;
import java.util.stream.Stream;

/** What is left of the program if its workers are shared out otherwise. */
final class WorkerVariants {
    private static final Edit NO_QUARTER = Edit.ofProgram(
            "daemon/FairWorkers", ".allMatch(endpoint -> held(endpoint) < share())", ".allMatch(endpoint -> true)");
    private static final Edit NOTHING_MADE_UP =
            Edit.ofProgram("daemon/FairWorkers", "Math.min(caught - size / SHARE,", "Math.min(0,");

    private WorkerVariants() {}

    static Stream<Variant> all() {
        return Stream.of(
                Variant.of(
                        "a silent endpoint holds a quarter of the workers", "it holds all that it catches", NO_QUARTER),
                Variant.of(
                        "workers that a silent endpoint has caught are made up for", "they are not", NOTHING_MADE_UP),
                Variant.of("a silent endpoint delays nobody else", "neither of the two", NO_QUARTER, NOTHING_MADE_UP),
                Variant.of(
                        "a lookup that shows nothing is no answer",
                        "it is",
                        Edit.ofProgram("daemon/FailureDetector", "if (failure != null", "if (true")),
                Variant.of(
                        "the service that is due first begins first",
                        "the one that is due last does",
                        Edit.ofProgram("daemon/FairWorkers", "waiting.iterator()", "waiting.descendingIterator()"),
                        Edit.ofProgram(
                                "daemon/FairWorkers",
                                "if (queued.rank() > now) {\n                return;",
                                "if (queued.rank() > now) {\n                continue;")));
    }
}
