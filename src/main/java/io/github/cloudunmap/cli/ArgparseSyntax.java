package io.github.cloudunmap.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command line as Python's argparse does (CPython 3.11, its default settings). First, the arguments are
 * translated into an unambiguous form: each option as {@code --flag} or {@code --name=value}, and then the operands
 * after {@code --}. An option with several values is repeated for each value. Apache Commons CLI then reads this form.
 */
final class ArgparseSyntax {
    /**
     * The options of the Python tool. A command that offers all of them takes the place of the Python tool. Such a
     * command understands abbreviations as the Python tool does: if an abbreviation fits one of these options, newer
     * options do not count.
     */
    private static final Set<String> OF_PYTHON_TOOL = Set.of(
            "help",
            "service-id",
            "service-region",
            "instances-region",
            "frequency",
            "single-run",
            "enable-prometheus",
            "prometheus-host",
            "prometheus-port",
            "log-level");

    /**
     * The options that take effect at once. The arguments after such an option have no effect, and unknown arguments
     * before the option are ignored. But an ambiguous abbreviation is an error all the same.
     */
    private static final Set<String> AT_ONCE = Set.of("help", "version");

    private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-\\d+|-\\d*\\.\\d+");

    private final List<Option> options;
    /** The options, each under its long name and its short name, with dashes. */
    private final Map<String, Option> byName = new HashMap<>();

    private final boolean takesThePlaceOfThePythonTool;
    private final int mostOperands;

    /** @param mostOperands the most operands: arguments that are neither options nor values of options */
    ArgparseSyntax(List<Option> options, int mostOperands) {
        this.options = List.copyOf(options);
        this.takesThePlaceOfThePythonTool = options.stream()
                .map(Option::getLongOpt)
                .collect(Collectors.toSet())
                .containsAll(OF_PYTHON_TOOL);
        this.mostOperands = mostOperands;
        for (Option option : options) {
            byName.put(Flags.name(option), option);
            if (option.getOpt() != null) {
                byName.put("-" + option.getOpt(), option);
            }
        }
    }

    /** One argument. A {@link Value} can still become an operand, or the value of an option. */
    private sealed interface Token {
        String text();

        record Value(String text) implements Token {}

        record Named(String text, Option option, @Nullable String explicit) implements Token {}

        /** An unknown option, or the {@code --} that ends the options. Both end the list of an option's values. */
        record Stray(String text) implements Token {}
    }

    /**
     * Reads the arguments.
     *
     * @throws UsageException with argparse's message for the first problem
     */
    CommandLine read(List<String> arguments) throws UsageException {
        String[] canonical = translate(arguments).toArray(String[]::new);
        Options known = new Options();
        options.forEach(known::addOption);
        try {
            return new DefaultParser().parse(known, canonical);
        } catch (ParseException e) {
            throw new IllegalStateException("translated into " + String.join(" ", canonical), e);
        }
    }

    /**
     * Translates the arguments into the unambiguous form.
     *
     * @throws UsageException with argparse's message for the first problem
     */
    List<String> translate(List<String> arguments) throws UsageException {
        List<Token> tokens = tokens(arguments);
        Map<Option, List<String>> given = new LinkedHashMap<>();
        List<String> operands = new ArrayList<>();
        List<String> unrecognized = new ArrayList<>();
        int next = 0;
        while (next < tokens.size()) {
            Token token = tokens.get(next++);
            if (token instanceof Token.Named named) {
                List<String> following = followingValues(named, tokens.subList(next, tokens.size()));
                next += following.size();
                given.put(named.option, valuesOf(named, following));
                if (AT_ONCE.contains(named.option.getLongOpt())) {
                    return List.of(Flags.name(named.option));
                }
            } else if (token instanceof Token.Value && operands.size() < mostOperands) {
                operands.add(token.text());
            } else if (!token.text().equals("--") || mostOperands == 0) {
                unrecognized.add(token.text());
            }
        }
        if (!unrecognized.isEmpty()) {
            throw UsageException.ofUnrecognized(unrecognized);
        }
        List<String> canonical = new ArrayList<>();
        given.forEach((option, values) -> canonical.addAll(canonical(option, values)));
        if (!operands.isEmpty()) {
            canonical.add("--");
            canonical.addAll(operands);
        }
        return canonical;
    }

    private static List<String> canonical(Option option, List<String> values) {
        String name = Flags.name(option);
        return option.hasArg()
                ? values.stream().map(value -> name + "=" + value).toList()
                : List.of(name);
    }

    private static List<String> followingValues(Token.Named named, List<Token> rest) {
        if (named.explicit != null || !named.option.hasArg()) {
            return List.of();
        }
        return rest.stream()
                .takeWhile(token -> token instanceof Token.Value)
                .limit(named.option.hasArgs() ? rest.size() : 1)
                .map(Token::text)
                .toList();
    }

    private static List<String> valuesOf(Token.Named named, List<String> following) throws UsageException {
        Option option = named.option;
        String explicit = named.explicit;
        if (!option.hasArg() && explicit != null) {
            throw UsageException.of(option, "ignored explicit argument '" + explicit + "'");
        }
        List<String> values = explicit != null ? List.of(explicit) : following;
        if (option.hasArg() && values.isEmpty()) {
            throw UsageException.of(
                    option, "expected " + (option.hasArgs() ? "at least one argument" : "one argument"));
        }
        return values;
    }

    private List<Token> tokens(List<String> arguments) throws UsageException {
        List<Token> tokens = new ArrayList<>();
        boolean optionsOver = false;
        for (String argument : arguments) {
            if (optionsOver) {
                tokens.add(new Token.Value(argument));
            } else if (argument.equals("--")) {
                optionsOver = true;
                tokens.add(new Token.Stray(argument));
            } else {
                tokens.add(token(argument));
            }
        }
        return tokens;
    }

    private Token token(String argument) throws UsageException {
        if (!argument.startsWith("-") || argument.equals("-")) {
            return new Token.Value(argument);
        }
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        String explicit = equals < 0 ? null : argument.substring(equals + 1);
        List<Option> candidates = candidates(name);
        if (candidates.size() > 1) {
            String names = candidates.stream().map(Flags::name).collect(Collectors.joining(", "));
            throw new UsageException("ambiguous option: " + argument + " could match " + names);
        }
        if (candidates.size() == 1) {
            return new Token.Named(argument, candidates.get(0), explicit);
        }
        // As in argparse, a negative number and an argument with a blank are values, because no option looks like
        // them.
        boolean isValue = NEGATIVE_NUMBER.matcher(argument).matches() || argument.contains(" ");
        return isValue ? new Token.Value(argument) : new Token.Stray(argument);
    }

    private List<Option> candidates(String name) {
        Option exact = byName.get(name);
        if (exact != null) {
            return List.of(exact);
        }
        if (!name.startsWith("--")) {
            return List.of();
        }
        List<Option> candidates = options.stream()
                .filter(option -> Flags.name(option).startsWith(name))
                .toList();
        if (!takesThePlaceOfThePythonTool) {
            return candidates;
        }
        List<Option> originals = candidates.stream()
                .filter(option -> OF_PYTHON_TOOL.contains(option.getLongOpt()))
                .toList();
        return originals.isEmpty() ? candidates : originals;
    }
}
