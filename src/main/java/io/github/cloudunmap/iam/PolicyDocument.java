package io.github.cloudunmap.iam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An IAM policy document. The keys of the JSON document are the names of the components, with a capital first letter.
 */
public record PolicyDocument(String version, List<Statement> statement) {
    PolicyDocument(List<Statement> statement) {
        this("2012-10-17", statement);
    }

    public PolicyDocument {
        statement = List.copyOf(statement);
    }

    /**
     * A statement that allows actions.
     *
     * @param sid the purpose of the statement. It begins with {@code Optional} if the program also works without the
     *     statement
     * @param condition the values by operator and key; empty for no condition
     */
    public record Statement(
            String sid,
            String effect,
            List<String> action,
            List<String> resource,
            Map<String, Map<String, List<String>>> condition) {
        public Statement {
            action = List.copyOf(action);
            resource = List.copyOf(resource);
            condition = Map.copyOf(condition);
        }

        static Statement allow(String sid, List<String> action, List<String> resource) {
            return new Statement(sid, "Allow", action, resource, Map.of());
        }

        /** Returns a statement that allows the same actions only on resources with all these tags. */
        Statement withTags(Map<String, String> tags) {
            Map<String, List<String>> conditions = new LinkedHashMap<>();
            tags.forEach((key, value) -> conditions.put("aws:ResourceTag/" + key, List.of(literal(value))));
            return new Statement(sid, effect, action, resource, Map.of("StringEquals", conditions));
        }

        /**
         * Escapes a tag's value, so that no part of the value can act as a variable of the policy. Wildcards need no
         * escape, because {@code StringEquals} knows none.
         */
        private static String literal(String value) {
            return value.replace("$", "${$}");
        }

        Statement inRegions(List<String> regions) {
            return new Statement(
                    sid, effect, action, resource, Map.of("StringEquals", Map.of("aws:RequestedRegion", regions)));
        }
    }
}
