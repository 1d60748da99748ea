package io.github.cloudunmap.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. The message lists all of its problems in file order, one per line. */
public final class InvalidConfigException extends Exception {
    private final transient List<Problem> problems;

    public InvalidConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /**
     * Returns the exception for problems that do not belong to a line of the file.
     *
     * @param source the file's name as the user gave it, or words for a configuration without a file
     */
    public static InvalidConfigException of(String source, List<String> problems) {
        return new InvalidConfigException(problems.stream()
                .map(problem -> new Problem(source, 0, 0, "", problem))
                .toList());
    }

    /** The problems, at least one, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
