package io.github.cloudunmap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.cloudunmap.process.Signals;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The expectations are what CPython 3.11's argparse makes of the same arguments, but for the options that we add. */
class ArgparseSyntaxTest {
    private final ArgparseSyntax syntax = new ArgparseSyntax(
            List.of(
                    Flags.HELP,
                    option("service-id"),
                    option("service-region"),
                    Flags.listOption("instances-region", "X", ""),
                    option("frequency"),
                    flag("single-run"),
                    flag("enable-prometheus"),
                    option("prometheus-host"),
                    option("prometheus-port"),
                    option("log-level"),
                    option("config"),
                    flag("dry-run"),
                    option("log-format"),
                    flag("version")),
            0);

    private static Option option(String name) {
        return Flags.option(name, "X", "");
    }

    private static Option flag(String name) {
        return Flags.flag(name, "");
    }

    @ParameterizedTest
    @MethodSource
    void readsWhatArgparseReads(List<String> given, List<String> canonical) throws UsageException {
        assertThat(syntax.translate(given)).isEqualTo(canonical);
    }

    static Stream<Arguments> readsWhatArgparseReads() {
        return Stream.of(
                // values
                arguments(List.of(), List.of()),
                arguments(List.of("--service-id", "srv-1"), List.of("--service-id=srv-1")),
                arguments(List.of("--service-id=srv-1"), List.of("--service-id=srv-1")),
                arguments(List.of("--service-id=a=b"), List.of("--service-id=a=b")),
                arguments(List.of("--service-id="), List.of("--service-id=")),
                arguments(List.of("--service-id", ""), List.of("--service-id=")),
                arguments(List.of("--service-id", "-"), List.of("--service-id=-")),
                arguments(List.of("--service-id=--single-run"), List.of("--service-id=--single-run")),
                arguments(List.of("--frequency", "-5"), List.of("--frequency=-5")),
                arguments(List.of("--frequency", "-.5"), List.of("--frequency=-.5")),
                arguments(List.of("--service-id", "-a b"), List.of("--service-id=-a b")),
                arguments(List.of("--service-id", "--single-run x"), List.of("--service-id=--single-run x")),
                arguments(List.of("--service-id", "-x=a b"), List.of("--service-id=-x=a b")),
                arguments(List.of("--single-run"), List.of("--single-run")),
                // several values
                arguments(
                        List.of("--instances-region", "a", "b", "--single-run"),
                        List.of("--instances-region=a", "--instances-region=b", "--single-run")),
                arguments(List.of("--instances-region=a"), List.of("--instances-region=a")),
                arguments(
                        List.of("--instances-region", "a", "-5", "-"),
                        List.of("--instances-region=a", "--instances-region=-5", "--instances-region=-")),
                // the last occurrence wins
                arguments(List.of("--frequency=1", "--frequency=2"), List.of("--frequency=2")),
                arguments(
                        List.of("--instances-region", "a", "b", "--instances-region", "c"),
                        List.of("--instances-region=c")),
                arguments(List.of("--single-run", "--single-run"), List.of("--single-run")),
                // prefixes
                arguments(List.of("--service-i", "x"), List.of("--service-id=x")),
                arguments(List.of("--freq=9"), List.of("--frequency=9")),
                arguments(List.of("--i", "a", "b"), List.of("--instances-region=a", "--instances-region=b")),
                arguments(List.of("--si", "--e"), List.of("--single-run", "--enable-prometheus")),
                arguments(List.of("--h"), List.of("--help")),
                // an option of ours gives way to the original's
                arguments(List.of("--log", "INFO"), List.of("--log-level=INFO")),
                arguments(List.of("--l=INFO"), List.of("--log-level=INFO")),
                arguments(List.of("--log-f", "text"), List.of("--log-format=text")),
                arguments(List.of("--c", "f.yaml", "--d"), List.of("--config=f.yaml", "--dry-run")),
                // help is given at once, whatever is wrong elsewhere
                arguments(List.of("--frequency", "5", "-h", "--frequency"), List.of("--help")),
                arguments(List.of("--bogus", "--version", "stray"), List.of("--version")));
    }

    @ParameterizedTest
    @MethodSource
    void refusesWhatArgparseRefuses(List<String> given, String message) {
        assertThatThrownBy(() -> syntax.translate(given))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> refusesWhatArgparseRefuses() {
        return Stream.of(
                arguments(
                        List.of("--serv", "x"), "ambiguous option: --serv could match --service-id, --service-region"),
                arguments(List.of("--serv=x"), "ambiguous option: --serv=x could match --service-id, --service-region"),
                arguments(
                        List.of("--prometheus", "--help"),
                        "ambiguous option: --prometheus could match --prometheus-host, --prometheus-port"),
                arguments(List.of("--single-run=x"), "argument --single-run: ignored explicit argument 'x'"),
                arguments(List.of("--single-run="), "argument --single-run: ignored explicit argument ''"),
                arguments(List.of("--frequency"), "argument --frequency: expected one argument"),
                arguments(List.of("--frequency", "--single-run"), "argument --frequency: expected one argument"),
                arguments(List.of("--frequency", "--help"), "argument --frequency: expected one argument"),
                arguments(List.of("--frequency", "-x"), "argument --frequency: expected one argument"),
                arguments(List.of("--frequency", "-1e3"), "argument --frequency: expected one argument"),
                arguments(List.of("--frequency", "--", "5"), "argument --frequency: expected one argument"),
                arguments(List.of("--instances-region"), "argument --instances-region: expected at least one argument"),
                arguments(
                        List.of("--instances-region", "--single-run"),
                        "argument --instances-region: expected at least one argument"),
                arguments(List.of("--bogus"), "unrecognized arguments: --bogus"),
                arguments(List.of("--bogus=1", "x"), "unrecognized arguments: --bogus=1 x"),
                arguments(List.of("-s", "x"), "unrecognized arguments: -s x"),
                arguments(List.of("-=x"), "unrecognized arguments: -=x"),
                arguments(List.of("--service-idx", "x"), "unrecognized arguments: --service-idx x"),
                arguments(List.of("a", "--service-id", "x", "b"), "unrecognized arguments: a b"),
                arguments(List.of("--instances-region=a", "b"), "unrecognized arguments: b"),
                arguments(List.of("--instances-region", "a", "--", "b"), "unrecognized arguments: -- b"),
                arguments(List.of("--", "--help"), "unrecognized arguments: -- --help"),
                arguments(List.of("--single-run", "--"), "unrecognized arguments: --"),
                arguments(List.of("--bogus", "--frequency"), "argument --frequency: expected one argument"));
    }

    @Test
    void reportsAMistakeOnOneLine() {
        assertThatThrownBy(() -> syntax.translate(List.of("a\nERROR b\u001b[2J")))
                .hasMessage("unrecognized arguments: a\\nERROR b\\u001b[2J");
    }

    @Test
    void everyPrefixThatThePythonToolTakesMeansTheSameOption() throws UsageException {
        List<String> original = List.of(
                "--help",
                "--service-id",
                "--service-region",
                "--instances-region",
                "--frequency",
                "--single-run",
                "--enable-prometheus",
                "--prometheus-host",
                "--prometheus-port",
                "--log-level");
        ArgparseSyntax ours =
                new ArgparseSyntax(new RunCommand(new Signals()).usage().options(), 0);
        for (String option : original) {
            for (int length = 3; length <= option.length(); length++) {
                String prefix = option.substring(0, length);
                if (original.stream().filter(other -> other.startsWith(prefix)).count() == 1) {
                    boolean takesValue = !List.of("--help", "--single-run", "--enable-prometheus")
                            .contains(option);
                    assertThat(ours.translate(takesValue ? List.of(prefix, "x") : List.of(prefix)))
                            .containsExactly(takesValue ? option + "=x" : option);
                }
            }
        }
    }

    @Test
    void noOptionIsPreferredWhereTheCommandDoesNotTakeThePlaceOfThePythonTool() {
        for (Command command : List.of(new HistoryCommand(), new RestoreCommand())) {
            ArgparseSyntax ours = new ArgparseSyntax(command.usage().options(), 0);

            assertThatThrownBy(() -> ours.translate(List.of("--s", "1h")))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("ambiguous option: --s could match ")
                    .hasMessageContainingAll("--service-id", "--since", "--state-directory");
        }
    }

    @Test
    void losesNothingOfAValue() throws UsageException {
        CommandLine given = syntax.read(List.of(
                "--service-id", "\"srv-1\"", "--config=-a b", "--instances-region", "a", "'b'", "-", "--single-run"));

        assertThat(given.getOptionValue("service-id")).isEqualTo("\"srv-1\"");
        assertThat(given.getOptionValue("config")).isEqualTo("-a b");
        assertThat(given.getOptionValues("instances-region")).containsExactly("a", "'b'", "-");
        assertThat(given.hasOption("single-run")).isTrue();
        assertThat(given.hasOption("dry-run")).isFalse();
    }

    /** As argparse does for {@code nargs="?"}. */
    @ParameterizedTest
    @MethodSource
    void takesAnOperandAmongTheOptions(List<String> arguments, String operand) throws UsageException {
        CommandLine given = new ArgparseSyntax(List.of(option("config"), flag("x")), 1).read(arguments);

        assertThat(given.getArgList()).containsExactly(operand);
    }

    static Stream<Arguments> takesAnOperandAmongTheOptions() {
        return Stream.of(
                arguments(List.of("a"), "a"),
                arguments(List.of("--config", "b", "a", "--x"), "a"),
                arguments(List.of("--config=b", "--x", "-1"), "-1"),
                arguments(List.of("--x", "--", "--x"), "--x"),
                arguments(List.of("--x", "a", "--"), "a"));
    }

    @Test
    void refusesAnOperandTooMany() {
        ArgparseSyntax oneOperand = new ArgparseSyntax(List.of(flag("x")), 1);

        assertThatThrownBy(() -> oneOperand.read(List.of("a", "--x", "b", "-c")))
                .hasMessage("unrecognized arguments: b -c");
    }
}
