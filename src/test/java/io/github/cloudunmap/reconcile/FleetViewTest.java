package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.ACCOUNT;
import static io.github.cloudunmap.reconcile.Given.AWAY;
import static io.github.cloudunmap.reconcile.Given.BEFORE;
import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.LISTED;
import static io.github.cloudunmap.reconcile.Given.absent;
import static io.github.cloudunmap.reconcile.Given.fleet;
import static io.github.cloudunmap.reconcile.Given.running;
import static io.github.cloudunmap.reconcile.Given.seen;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetViewTest {
    @Test
    void anAnswerTakesThePlaceOfTheOlderOneOfItsRegion() {
        Sighting olderHere = seen(running("i-1", "10.0.0.1"), HOME, BEFORE);
        Sighting there = absent(AWAY, BEFORE);
        Sighting here = absent(HOME, LISTED);
        assertThat(fleet("i-1", olderHere, there)
                        .with(HOME, Map.of("i-1", here), Set.of(ACCOUNT))
                        .of("i-1"))
                .containsExactly(there, here);
    }
}
