package io.github.cloudunmap.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resources that several users share, each under a key. A resource is made for its first user, and closed after its
 * last user. Any thread may call this class.
 */
final class RefCounted<K, V extends AutoCloseable> {
    private static final Logger LOG = LoggerFactory.getLogger(RefCounted.class);

    private final Map<K, Entry> entries = new HashMap<>();

    /** The right of one user to a resource. The user closes the lease exactly once. */
    interface Lease<V> extends AutoCloseable {
        V get();

        @Override
        void close();
    }

    private final class Entry {
        final V resource;
        int users;

        Entry(V resource) {
            this.resource = resource;
        }
    }

    /** @param make makes the resource if nobody holds a lease of it */
    synchronized Lease<V> lease(K key, Supplier<V> make) {
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = new Entry(make.get());
            entries.put(key, entry);
        }
        entry.users++;
        V resource = entry.resource;
        return new Lease<>() {
            @Override
            public V get() {
                return resource;
            }

            @Override
            public void close() {
                release(key);
            }
        };
    }

    private synchronized void release(K key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalStateException("released more often than held: " + key);
        }
        if (--entry.users == 0) {
            entries.remove(key);
            close(entry.resource);
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.atWarn().setCause(e).log("Closing failed: {}", e.toString());
        }
    }
}
