package io.github.cloudunmap.iam;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.config.ServiceConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The services of one entry of a configuration, as the resource of a policy.
 *
 * @param settings the settings of the entry
 * @param arn the ARN of the service; for a selection, an ARN with a wildcard for all its services
 * @param selection null if the entry names its service
 */
record Target(
        ServiceConfig settings, ServiceArn arn, @Nullable SelectionConfig selection) {
    static List<Target> of(Config config) {
        return Stream.concat(
                        config.services().stream().map(service -> new Target(service, ServiceArn.of(service), null)),
                        config.selections().stream()
                                .map(selection ->
                                        new Target(selection.settings(), ServiceArn.of(selection), selection)))
                .toList();
    }

    Stream<SelectionConfig> selections() {
        return Stream.ofNullable(selection);
    }

    /** Returns the tags that the services of a selection must have. Empty for an entry that names its service. */
    Map<String, String> tags() {
        return selection == null ? Map.of() : selection.select().tags();
    }

    /**
     * Returns the ARN of the services' namespace; without a known namespace id, an ARN for all namespaces of the
     * account and region.
     */
    String namespace() {
        return Optional.ofNullable(selection)
                .map(SelectionConfig::select)
                .filter(select -> select.isById())
                .map(select -> arn.namespace(select.namespace()))
                .orElseGet(arn::anyNamespace);
    }
}
