package io.github.cloudunmap.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.aws.Shared.Hold;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SharedTest {
    private final List<String> events = new ArrayList<>();
    private final Shared<String, AutoCloseable> clients = new Shared<>();

    @Test
    void makesOneForAllWhoHoldIt() {
        assertThat(hold("us").get()).isSameAs(hold("us").get());
        assertThat(events).containsExactly("made us");
    }

    @Test
    void closesItAfterTheLast() {
        Hold<AutoCloseable> one = hold("us");
        Hold<AutoCloseable> other = hold("us");
        one.close();
        assertThat(events).containsExactly("made us");
        other.close();
        assertThat(events).containsExactly("made us", "closed us");
    }

    @Test
    void makesAnotherOnceItWasClosed() {
        hold("us").close();
        assertThat(hold("us")).isNotNull();
        assertThat(events).containsExactly("made us", "closed us", "made us");
    }

    @Test
    void tellsWhoReleasesMoreThanWasHeld() {
        Hold<AutoCloseable> once = hold("us");
        once.close();
        assertThatThrownBy(once::close).hasMessage("released more often than held: us");
    }

    private Hold<AutoCloseable> hold(String key) {
        return clients.hold(key, () -> {
            events.add("made " + key);
            return () -> events.add("closed " + key);
        });
    }
}
