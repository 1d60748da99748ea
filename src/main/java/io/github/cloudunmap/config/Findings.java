package io.github.cloudunmap.config;

import io.github.cloudunmap.config.YamlNode.Refused;
import io.github.cloudunmap.config.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the reading of one file has found so far: its problems, and which value came from where. */
final class Findings {
    /** So that a hostile file cannot fill the memory with messages. */
    private static final int MOST_PROBLEMS = 1_000;

    private final String source;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Map<String, YamlNode> used = new HashMap<>();

    Findings(String source) {
        this.source = source;
    }

    void problem(YamlNode at, String message) {
        problem(at.line(), at.column(), at.path(), message);
    }

    /** The same problem of a default is found once for each service and kept once. */
    void problem(int line, int column, String path, String message) {
        if (!areFull()) {
            problems.add(new Problem(source, line, column, path, message));
        }
    }

    /** Whether further problems are dropped, so that looking for them is of no use. */
    boolean areFull() {
        return problems.size() >= MOST_PROBLEMS;
    }

    /** For what ends the reading: everything found until here. */
    InvalidConfigException fatal(int line, int column, String path, String message) {
        problem(line, column, path, message);
        return failure();
    }

    /**
     * The node of a setting as the kind that it must be; otherwise a problem. From here on a violation of the setting is
     * placed at this node.
     */
    <T extends YamlNode> Optional<T> expect(Class<T> kind, YamlNode node, String setting) {
        if (node instanceof Scalar scalar && scalar.isNull()) {
            problem(node, "has no value");
        } else if (kind.isInstance(node)) {
            used.put(setting, node);
            return Optional.of(kind.cast(node));
        } else if (!(node instanceof Refused)) {
            problem(node, "must be " + YamlNode.kindOf(kind) + ", not " + YamlNode.kindOf(node.getClass()));
        }
        return Optional.empty();
    }

    /** Places no violation of this setting: its value could not be read. */
    void unused(String setting) {
        used.remove(setting);
    }

    /** Places violations where their values stand; one of a value that was not read from the file has its problem already. */
    void violations(List<Violation> violations) {
        for (Violation violation : violations) {
            YamlNode node = used.get(violation.path());
            if (node != null) {
                problem(node, violation.message());
            }
        }
    }

    void throwIfAny() throws InvalidConfigException {
        if (!problems.isEmpty()) {
            throw failure();
        }
    }

    private InvalidConfigException failure() {
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        if (areFull()) {
            sorted.add(new Problem(source, 0, 0, "", "has more problems than these"));
        }
        return new InvalidConfigException(sorted);
    }
}
