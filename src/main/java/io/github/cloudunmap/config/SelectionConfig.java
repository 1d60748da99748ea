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
 * @param index the place of the entry in {@code services}, from 0
 * @param settings the settings for each service that the selection finds. Their service-id has no meaning, and their
 *     name is the name of the selection
 */
public record SelectionConfig(int index, SelectConfig select, ServiceConfig settings) {
    /**
     * The part of a selection that decides which services it finds. Two selections with an equal query would find the
     * same services.
     */
    public record Query(
            SelectConfig select,
            String region,
            @Nullable String roleArn,
            @Nullable String externalId) {}

    public Query query() {
        return new Query(select, settings.serviceRegion(), settings.roleArn(), settings.externalId());
    }

    /** Returns the place in the file, such as {@code services[2]}. */
    public String path() {
        return "services[" + index + "]";
    }

    /**
     * Returns the name of the selection; without a name, the selection in a few words. The labels in a file are
     * unique.
     */
    public String label() {
        String role = settings.roleArn() == null ? "" : " as " + settings.roleArn();
        return Objects.requireNonNullElse(settings.name(), select + " in " + settings.serviceRegion() + role);
    }

    /**
     * Returns the settings of a service that the selection has found.
     *
     * @param name the service's name in Cloud Map
     */
    public ServiceConfig service(String serviceId, String name) {
        return Setting.with(Setting.with(settings, "service-id", serviceId), "name", name);
    }
}
