package io.github.cloudunmap.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resources that several users share by key: made for the first, closed after the last. Any thread may ask. */
final class Shared<K, V extends AutoCloseable> {
    private static final Logger LOG = LoggerFactory.getLogger(Shared.class);

    private final Map<K, Lease> leases = new HashMap<>();

    /** One user's hold on a resource, to be closed once by that user. */
    interface Hold<V> extends AutoCloseable {
        V get();

        @Override
        void close();
    }

    private final class Lease {
        final V resource;
        int users;

        Lease(V resource) {
            this.resource = resource;
        }
    }

    /** @param make makes the resource, if nobody holds it yet */
    synchronized Hold<V> hold(K key, Supplier<V> make) {
        Lease lease = leases.get(key);
        if (lease == null) {
            lease = new Lease(make.get());
            leases.put(key, lease);
        }
        lease.users++;
        V resource = lease.resource;
        return new Hold<>() {
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
        Lease lease = leases.get(key);
        if (lease == null) {
            throw new IllegalStateException("released more often than held: " + key);
        }
        if (--lease.users == 0) {
            leases.remove(key);
            close(lease.resource);
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
