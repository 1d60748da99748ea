package io.github.cloudunmap.fleet;

import io.github.cloudunmap.fleet.TrustSnapshot.Life;
import io.github.cloudunmap.reconcile.TimeSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Instances that lived before this process began. They are witnesses until an answer to this process tells of them, and
 * never answers themselves. Any thread may call it.
 */
final class RememberedLives {
    private final Map<String, Life> lives = new ConcurrentHashMap<>();

    /** @param latest counts as the time at which an instance was seen alive, if that is later */
    void add(Collection<Life> earlier, long latest) {
        earlier.forEach(life ->
                lives.put(life.id(), new Life(life.id(), life.owner(), TimeSource.earlier(life.seenAt(), latest))));
    }

    /** The instance, if no answer has told of it yet. */
    Optional<Life> of(String id) {
        return Optional.ofNullable(lives.get(id));
    }

    boolean has(String id) {
        return lives.containsKey(id);
    }

    /** An answer has told of the instance. */
    void remove(String id) {
        lives.remove(id);
    }

    Stream<Life> all() {
        return lives.values().stream();
    }

    /** Forgets those that were last seen alive more than {@code longest} nanoseconds ago. */
    void forgetOlder(long now, long longest) {
        lives.values().removeIf(life -> now - life.seenAt() >= longest);
    }
}
