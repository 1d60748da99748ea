package io.github.cloudunmap.iam;

import java.util.List;
import java.util.Map;

/** An IAM policy document. The components are named as its keys are, but for the capital letter. */
public record PolicyDocument(String version, List<Statement> statement) {
    PolicyDocument(List<Statement> statement) {
        this("2012-10-17", statement);
    }

    public PolicyDocument {
        statement = List.copyOf(statement);
    }

    /**
     * What is allowed.
     *
     * @param sid says what for; the statements that the program can do without begin with {@code Optional}
     * @param condition by operator and condition key; empty for none
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

        Statement inRegions(List<String> regions) {
            return new Statement(
                    sid, effect, action, resource, Map.of("StringEquals", Map.of("aws:RequestedRegion", regions)));
        }
    }
}
