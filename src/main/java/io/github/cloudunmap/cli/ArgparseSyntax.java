package io.github.cloudunmap.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command line as Python's argparse does (CPython 3.11, its default settings, no positional arguments) and
 * writes it down unambiguously: each option once, as {@code --flag} or {@code --name=value}, repeated per value where
 * it takes several.
 */
final class ArgparseSyntax {
    private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-\\d+|-\\d*\\.\\d+");

    private final Map<String, Option> options;

    ArgparseSyntax(List<Option> options) {
        this.options = options.stream()
                .collect(Collectors.toMap(Option::name, option -> option, (one, other) -> one, LinkedHashMap::new));
    }

    /** How many values an option takes. */
    enum Arity {
        FLAG(0, "no argument"),
        ONE(1, "one argument"),
        ONE_OR_MORE(Integer.MAX_VALUE, "at least one argument");

        private final int most;
        private final String expected;

        Arity(int most, String expected) {
            this.most = most;
            this.expected = expected;
        }
    }

    /**
     * An option by its full name, dashes included.
     *
     * @param ends whether it is acted on at once, whatever follows it or was wrong before it, as {@code --help} is
     * @param yields whether a prefix that it shares with others means the others, as if it did not exist
     */
    record Option(String name, Arity arity, boolean ends, boolean yields) {
        static Option of(String name, Arity arity) {
            return new Option(name, arity, false, false);
        }

        static Option flag(String name) {
            return of(name, Arity.FLAG);
        }

        Option ending() {
            return new Option(name, arity, true, yields);
        }

        Option yielding() {
            return new Option(name, arity, ends, true);
        }
    }

    /** One argument as the first look at it tells, before it is known who takes it. */
    private sealed interface Token {
        String text();

        record Value(String text) implements Token {}

        record Named(String text, Option option, @Nullable String explicit) implements Token {}

        /**
         * An option that does not exist, or the {@code --} after which nothing is an option: it ends a list of
         * values.
         */
        record Stray(String text) implements Token {}
    }

    /**
     * The arguments in canonical form.
     *
     * @throws UsageException with argparse's words for the first mistake
     */
    List<String> translate(List<String> arguments) throws UsageException {
        List<Token> tokens = tokens(arguments);
        Map<Option, List<String>> given = new LinkedHashMap<>();
        List<String> unrecognized = new ArrayList<>();
        int next = 0;
        while (next < tokens.size()) {
            Token token = tokens.get(next++);
            if (token instanceof Token.Named named) {
                List<String> following = followingValues(named, tokens.subList(next, tokens.size()));
                next += following.size();
                given.put(named.option, valuesOf(named, following));
                if (named.option.ends) {
                    return List.of(named.option.name);
                }
            } else {
                unrecognized.add(token.text());
            }
        }
        if (!unrecognized.isEmpty()) {
            throw UsageException.ofUnrecognized(unrecognized);
        }
        return given.entrySet().stream()
                .flatMap(entry -> canonical(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Stream<String> canonical(Option option, List<String> values) {
        return option.arity == Arity.FLAG
                ? Stream.of(option.name)
                : values.stream().map(value -> option.name + "=" + value);
    }

    private static List<String> followingValues(Token.Named named, List<Token> rest) {
        if (named.explicit != null) {
            return List.of();
        }
        return rest.stream()
                .takeWhile(token -> token instanceof Token.Value)
                .limit(named.option.arity.most)
                .map(Token::text)
                .toList();
    }

    private static List<String> valuesOf(Token.Named named, List<String> following) throws UsageException {
        Option option = named.option;
        String explicit = named.explicit;
        if (option.arity == Arity.FLAG) {
            if (explicit != null) {
                throw new UsageException("argument " + option.name + ": ignored explicit argument '" + explicit + "'");
            }
            return List.of();
        }
        List<String> values = explicit != null ? List.of(explicit) : following;
        if (values.isEmpty()) {
            throw new UsageException("argument " + option.name + ": expected " + option.arity.expected);
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
            String names = candidates.stream().map(Option::name).collect(Collectors.joining(", "));
            throw new UsageException("ambiguous option: " + argument + " could match " + names);
        }
        if (candidates.size() == 1) {
            return new Token.Named(argument, candidates.get(0), explicit);
        }
        // No option looks like a negative number or holds a blank, so argparse takes these for values.
        boolean isValue = NEGATIVE_NUMBER.matcher(argument).matches() || argument.contains(" ");
        return isValue ? new Token.Value(argument) : new Token.Stray(argument);
    }

    private List<Option> candidates(String name) {
        Option exact = options.get(name);
        if (exact != null) {
            return List.of(exact);
        }
        if (!name.startsWith("--")) {
            return List.of();
        }
        List<Option> candidates = options.values().stream()
                .filter(option -> option.name.startsWith(name))
                .toList();
        List<Option> firm = candidates.stream().filter(option -> !option.yields).toList();
        return firm.isEmpty() ? candidates : firm;
    }
}
