package io.github.cloudunmap.selection;

import io.github.cloudunmap.reconcile.ApiFailure;
import java.util.List;
import java.util.Map;

/**
 * What Cloud Map lists in one region to one identity. Any thread may call it. Each method waits until AWS's rate allows
 * its requests, and throws an {@link ApiFailure} if one of them fails.
 */
public interface Catalog extends AutoCloseable {
    /** A namespace of the identity's own account. */
    record Namespace(String id, String name) {}

    /** A service, without the namespace that it is in. */
    record Listed(String id, String arn, String name) {}

    /** The namespaces of the identity's own account. */
    List<Namespace> namespaces();

    /**
     * The services of a namespace, each once.
     *
     * @param namespace its id, or its ARN if another account shares it
     */
    List<Listed> services(String namespace);

    /**
     * The id of the namespace that a service is in.
     *
     * @param service its id, or its ARN if another account shares it
     */
    String namespaceOf(String service);

    /** The tags of a service. */
    Map<String, String> tags(String serviceArn);

    @Override
    void close();
}
