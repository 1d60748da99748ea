package io.github.cloudunmap.config;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Selects services of a namespace:
 *
 * <pre>
 * namespace: prod.local
 * names: [web, "api-*"]
 * tags: { unmap: "true" }
 * </pre>
 *
 * @param namespace the name or the id of a namespace, or the ARN of a namespace of another account
 * @param names the names of services, where {@code *} stands for any characters and {@code ?} for one
 * @param tags the tags to look for: a service must have all of them; empty to ignore tags
 */
public record SelectConfig(
        @Pattern(regexp = NAMESPACE, message = NO_NAMESPACE) String namespace,

        @NotEmpty(message = "must have at least one name; leave it out to find every service")
        List<@Pattern(regexp = "[\\w.*?-]{1,255}", message = NO_NAME) String> names,

        Map<String, String> tags) {
    private static final String NAMESPACE =
            "(arn:aws(-[a-z]{1,20}){0,3}:servicediscovery:[a-z0-9-]{1,40}:[0-9]{12}:namespace/ns-[a-z0-9]{1,61}"
                    + "|(?!arn:)[!-~]{1,253})";

    private static final String NO_NAMESPACE =
            "must be a name such as prod.local, an id such as ns-0123456789abcdef, or the ARN of a namespace";

    private static final String NO_NAME =
            "must be a name such as web or a glob such as api-*, of letters, digits and the characters . _ - * ?";

    private static final java.util.regex.Pattern ID = java.util.regex.Pattern.compile("ns-[a-z0-9]{1,61}");

    /** The name pattern that every service matches. */
    public static final List<String> EVERY_NAME = List.of("*");

    public SelectConfig {
        names = List.copyOf(names);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /**
     * Whether the configuration names the namespace by its ARN. Then the services of the namespace are named by their
     * ARNs instead of their ids, because another account may own the namespace.
     */
    public boolean isByArn() {
        return namespace.startsWith("arn:");
    }

    /** Whether the configuration names the namespace by its id or ARN, so that no list of namespaces is needed. */
    public boolean isById() {
        return isByArn() || ID.matcher(namespace).matches();
    }

    /** Returns the selection in a few words, such as {@code prod.local: web, api-* (unmap=true)}. */
    @Override
    public String toString() {
        String ofNames = names.equals(EVERY_NAME) ? "" : ": " + String.join(", ", names);
        String ofTags = tags.entrySet().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(", "));
        return Stream.of(namespace + ofNames, ofTags.isEmpty() ? "" : "(" + ofTags + ")")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
