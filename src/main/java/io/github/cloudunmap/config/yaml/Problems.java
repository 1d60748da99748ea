package io.github.cloudunmap.config.yaml;

import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.Problem;
import io.github.cloudunmap.config.UnplacedProblem;
import io.github.cloudunmap.config.yaml.YamlNode.Refused;
import io.github.cloudunmap.config.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the problems of one file while the file is read, and remembers the position of each value. */
final class Problems {
    /** The most problems that are kept, so that the problems of a hostile file cannot fill the memory. */
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

    /** Adds a problem. A problem in the defaults is found once for each service, but added only once. */
    void problem(int line, int column, String path, String message) {
        if (!areFull()) {
            problems.add(new Problem(source, line, column, path, message));
        }
    }

    /** Whether the limit is reached. The caller can then stop looking, because further problems are dropped. */
    boolean areFull() {
        return problems.size() >= MOST_PROBLEMS;
    }

    /** Adds a problem that ends the reading, and returns an exception with all problems so far. */
    InvalidConfigException fatal(int line, int column, String path, String message) {
        problem(line, column, path, message);
        return failure();
    }

    /**
     * Returns the node if it is of the kind that the setting needs. {@link #addUnplaced} then reports problems of the
     * setting at this node. If the node is of another kind or has no value, reports this problem and returns empty.
     * {@link #addUnplaced} then drops all other problems of this setting, because the reported one explains them. An
     * alias is not reported here: {@link YamlTree} has reported it.
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

    /**
     * From now on, {@link #addUnplaced} drops the problems of this setting. Called if the setting is missing and need
     * not be there, or if a problem of the setting has been reported already.
     */
    void answerFor(String setting) {
        used.remove(setting);
        answeredFor.add(setting);
    }

    /**
     * Adds these problems, each with the position of the value that it is about. Leaves out the problems of settings
     * for which {@link #answerFor} was called. The problem of a value that no key of the file has set is added for the
     * file as a whole, so that the problem is not lost.
     */
    void addUnplaced(List<UnplacedProblem> unplaced) {
        for (UnplacedProblem problem : unplaced) {
            YamlNode node = used.get(problem.path());
            if (node != null) {
                problem(node, problem.message());
            } else if (!answeredFor.contains(problem.path())) {
                problem(0, 0, problem.path(), problem.message());
            }
        }
    }

    /** Returns these problems in the order of the file, each with the position of the value that it is about. */
    List<Problem> placed(List<UnplacedProblem> unplaced) {
        return unplaced.stream()
                .map(problem -> {
                    YamlNode node = used.get(problem.path());
                    return node == null
                            ? new Problem(source, 0, 0, problem.path(), problem.message())
                            : new Problem(source, node.line(), node.column(), node.path(), problem.message());
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
