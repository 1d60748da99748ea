package io.github.cloudunmap.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.aws.Shared.Hold;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SharedTest {
    private final List<String> events = new ArrayList<>();
    private final Shared<String, AutoCloseable> clients = new Shared<>(key -> {
        events.add("made " + key);
        return () -> events.add("closed " + key);
    });

    @Test
    void makesOneForAllWhoHoldIt() {
        assertThat(clients.hold("us").get()).isSameAs(clients.hold("us").get());
        assertThat(events).containsExactly("made us");
    }

    @Test
    void closesItAfterTheLast() {
        Hold<AutoCloseable> one = clients.hold("us");
        Hold<AutoCloseable> other = clients.hold("us");
        one.close();
        assertThat(events).containsExactly("made us");
        other.close();
        assertThat(events).containsExactly("made us", "closed us");
    }

    @Test
    void makesAnotherOnceItWasClosed() {
        clients.hold("us").close();
        assertThat(clients.hold("us")).isNotNull();
        assertThat(events).containsExactly("made us", "closed us", "made us");
    }

    @Test
    void tellsWhoReleasesMoreThanWasHeld() {
        Hold<AutoCloseable> once = clients.hold("us");
        once.close();
        assertThatThrownBy(once::close).hasMessage("released more often than held: us");
    }
}
