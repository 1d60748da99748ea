package io.github.cloudunmap.selection;

import io.github.cloudunmap.reconcile.ApiFailure;
import java.util.List;
import java.util.Map;

/**
 * The namespaces and services of Cloud Map in one region, as one identity sees them. Each method that asks Cloud Map
 * waits until the limited request rates allow its requests, and throws an {@link ApiFailure} if a request fails. Any
 * thread may call it.
 */
public interface Catalog extends AutoCloseable {
    /** A namespace of the identity's own account. */
    record Namespace(String id, String name) {}

    /** A service as {@code ListServices} returns it: without its namespace. */
    record Listed(String id, String arn, String name) {}

    /** The namespaces of the identity's own account. */
    List<Namespace> namespaces();

    /**
     * Returns the services of a namespace, each once.
     *
     * @param namespace the id or the ARN of the namespace; the ARN if another account shares it
     */
    List<Listed> services(String namespace);

    /**
     * Returns the id of the namespace that a service is in.
     *
     * @param service the id or the ARN of the service; the ARN if another account shares it
     */
    String namespaceOf(String service);

    /** The tags of a service. */
    Map<String, String> tags(String serviceArn);

    @Override
    void close();
}
