package io.github.cloudunmap.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code services} that finds its services in Cloud Map:
 *
 * <pre>
 * select: { namespace: prod.local }
 * service-region: us-east-1
 * instances-regions: [us-east-1]
 * </pre>
 *
 * @param index its place among the entries of {@code services}, from 0
 * @param settings the settings of each service that is found. The service-id of these settings means nothing, and
 *     their name is that of the selection
 */
public record SelectionConfig(int index, SelectConfig select, ServiceConfig settings) {
    /** What Cloud Map is asked. Entries with the same question would find the same services. */
    public record Query(
            SelectConfig select,
            String region,
            @Nullable String roleArn,
            @Nullable String externalId) {}

    public Query query() {
        return new Query(select, settings.serviceRegion(), settings.roleArn(), settings.externalId());
    }

    /** The place in the file, such as {@code services[2]}. */
    public String path() {
        return "services[" + index + "]";
    }

    /** The name of the selection, or the selection in a few words if it has none. No two of a file have the same. */
    public String label() {
        String role = settings.roleArn() == null ? "" : " as " + settings.roleArn();
        return Objects.requireNonNullElse(settings.name(), select + " in " + settings.serviceRegion() + role);
    }

    /**
     * The settings of a service that was found.
     *
     * @param name its name in Cloud Map
     */
    public ServiceConfig service(String serviceId, String name) {
        return Setting.with(Setting.with(settings, "service-id", serviceId), "name", name);
    }
}
