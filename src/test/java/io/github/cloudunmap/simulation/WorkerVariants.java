package io.github.cloudunmap.simulation;

import io.github.cloudunmap.simulation.BrokenProgram.Edit;
import io.github.cloudunmap.simulation.BrokenProgram.Variant;
import java.util.stream.Stream;

/** What is left of the program if its workers are shared out otherwise. */
final class WorkerVariants {
    private WorkerVariants() {}

    static Stream<Variant> all() {
        return Stream.of(Variant.of(
                "what is due first begins first",
                "what is due last does",
                Edit.ofProgram("daemon/FairWorkers", "waiting.iterator()", "waiting.descendingIterator()"),
                Edit.ofProgram(
                        "daemon/FairWorkers",
                        "if (turn.at > now) {\n                return;",
                        "if (turn.at > now) {\n                continue;")));
    }
}
