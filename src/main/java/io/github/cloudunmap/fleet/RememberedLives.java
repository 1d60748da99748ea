package io.github.cloudunmap.fleet;

import io.github.cloudunmap.fleet.TrustSnapshot.Life;
import io.github.cloudunmap.reconcile.TimeSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Instances that a previous process has seen alive. They serve as witnesses, and never as answers, until an answer to
 * this process tells of them. Any thread may call it.
 */
final class RememberedLives {
    private final Map<String, Life> lives = new ConcurrentHashMap<>();

    /**
     * @param latest an instance that was seen alive after this time counts as seen at this time; in monotonic
     *     nanoseconds
     */
    void add(Collection<Life> earlier, long latest) {
        earlier.forEach(life ->
                lives.put(life.id(), new Life(life.id(), life.owner(), TimeSource.earlier(life.seenAt(), latest))));
    }

    /** Returns the instance; empty if an answer to this process has told of it. */
    Optional<Life> of(String id) {
        return Optional.ofNullable(lives.get(id));
    }

    boolean has(String id) {
        return lives.containsKey(id);
    }

    /** Forgets the instance, because an answer has told of it. */
    void remove(String id) {
        lives.remove(id);
    }

    Stream<Life> all() {
        return lives.values().stream();
    }

    /** Forgets instances that were last seen alive more than {@code longest} nanoseconds ago. */
    void forgetOlder(long now, long longest) {
        lives.values().removeIf(life -> now - life.seenAt() >= longest);
    }
}
