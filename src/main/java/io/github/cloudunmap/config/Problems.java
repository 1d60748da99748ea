package io.github.cloudunmap.config;

import io.github.cloudunmap.config.YamlNode.Refused;
import io.github.cloudunmap.config.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the reading of one file has found so far: its problems, and which value came from where. */
final class Problems {
    /** So that a hostile file cannot fill the memory with messages. */
    private static final int MOST_PROBLEMS = 1_000;

    private final String source;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Map<String, YamlNode> used = new HashMap<>();
    private final Set<String> answeredFor = new HashSet<>();

    Problems(String source) {
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
     * The node of a setting as the kind that it must be; otherwise a problem. From here on a violation of the setting
     * is placed at this node, or, where there is a problem already, is no further one.
     */
    <T extends YamlNode> Optional<T> expect(Class<T> kind, YamlNode node, String setting) {
        if (kind.isInstance(node) && !isNull(node)) {
            used.put(setting, node);
            return Optional.of(kind.cast(node));
        }
        answerFor(setting);
        if (isNull(node)) {
            problem(node, "has no value");
        } else if (!(node instanceof Refused)) {
            problem(node, "must be " + YamlNode.kindOf(kind) + ", not " + YamlNode.kindOf(node.getClass()));
        }
        return Optional.empty();
    }

    private static boolean isNull(YamlNode node) {
        return node instanceof Scalar scalar && scalar.isNull();
    }

    /** Lets violations of this setting pass: it has its problem already, or needs no value where it is missing. */
    void answerFor(String setting) {
        used.remove(setting);
        answeredFor.add(setting);
    }

    /**
     * Places violations where their values stand. One that has no place is a problem of the file as a whole: a rule
     * that is broken must never go unnoticed because no key of the file fills the component that has the rule.
     */
    void violations(List<UnplacedProblem> violations) {
        for (UnplacedProblem violation : violations) {
            YamlNode node = used.get(violation.path());
            if (node != null) {
                problem(node, violation.message());
            } else if (!answeredFor.contains(violation.path())) {
                problem(0, 0, violation.path(), violation.message());
            }
        }
    }

    /** These as problems, placed where their values stand, in the order of the file. */
    List<Problem> placed(List<UnplacedProblem> violations) {
        return violations.stream()
                .map(violation -> {
                    YamlNode node = used.get(violation.path());
                    return node == null
                            ? new Problem(source, 0, 0, violation.path(), violation.message())
                            : new Problem(source, node.line(), node.column(), node.path(), violation.message());
                })
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
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
