package io.github.cloudunmap.fleet;

import io.github.cloudunmap.fleet.TrustSnapshot.Life;
import io.github.cloudunmap.reconcile.TimeSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Instances that a previous process saw alive. They serve as witnesses: requests name them, so that the answers show
 * whether the region answers truly. They never serve as answers, so no removal rests on them. An instance is
 * forgotten when {@link InstanceCache#keep} gets an answer about it. Any thread may call this class.
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

    /** Returns the remembered instance; empty if there is none. */
    Optional<Life> of(String id) {
        return Optional.ofNullable(lives.get(id));
    }

    boolean has(String id) {
        return lives.containsKey(id);
    }

    /** Forgets the instance, because this process has got an answer about it. */
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
