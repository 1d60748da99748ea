package io.github.cloudunmap.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.aws.RefCounted.Lease;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RefCountedTest {
    private final List<String> events = new ArrayList<>();
    private final RefCounted<String, AutoCloseable> clients = new RefCounted<>();

    @Test
    void makesOneForAllWhoHoldIt() {
        assertThat(hold("us").get()).isSameAs(hold("us").get());
        assertThat(events).containsExactly("made us");
    }

    @Test
    void closesItAfterTheLast() {
        Lease<AutoCloseable> one = hold("us");
        Lease<AutoCloseable> other = hold("us");
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
        Lease<AutoCloseable> once = hold("us");
        once.close();
        assertThatThrownBy(once::close).hasMessage("released more often than held: us");
    }

    private Lease<AutoCloseable> hold(String key) {
        return clients.lease(key, () -> {
            events.add("made " + key);
            return () -> events.add("closed " + key);
        });
    }
}
