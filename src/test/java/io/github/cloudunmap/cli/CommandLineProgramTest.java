package io.github.cloudunmap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.process.Signals;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line answers, exit code and exact text; none of it reaches AWS. */
final class CommandLineProgramTest {
    private static final String SERVICE =
            "--service-id srv-web --service-region us-east-1 --instances-region us-east-1";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the following arguments are required: --service-id, --service-region, --instances-region (or --config)",
                "--service-id srv-web --config unmap.yaml | argument --service-id: not allowed with argument --config",
                "--config unmap.yaml --frequency 60 | argument --frequency: not allowed with argument --config",
                "--service-id srv-web --service-region us-east-1 --instances-region | argument --instances-region: expected at least one argument",
                SERVICE
                        + " --frequency abc | argument --frequency: must be a whole number of at most 9 digits, not abc",
                SERVICE
                        + " --frequency 99999999999 | argument --frequency: must be a whole number of at most 9 digits, not 99999999999",
                SERVICE + " --frequency= | argument --frequency: must be a whole number of at most 9 digits, not ''",
                SERVICE + " --frequency 0 | argument --frequency: must be at least 1s, not 0s",
                SERVICE
                        + " --log-level LOUD | argument --log-level: must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL, not LOUD",
                SERVICE + " --log-format xml | argument --log-format: must be one of json, text, not xml",
                SERVICE + " --prometheus-port 65536 | argument --prometheus-port: must be at most 65535, not 65536",
                "--service-id srv-web --service-region mars-1 --instances-region us-east-1 | argument --service-region: must look like us-east-1, not mars-1",
                "--service-id srv-web --service-region us-east-1 --instances-region us-east-1 mars-1 | argument --instances-region: must look like us-east-1, not mars-1",
                SERVICE + " --serv x | ambiguous option: --serv could match --service-id, --service-region",
                SERVICE + " --output json | argument --output: needs --single-run and --dry-run beside it",
                SERVICE + " --single-run --output json | argument --output: needs --single-run and --dry-run beside it",
                SERVICE
                        + " --dry-run --detailed-exit-code | argument --detailed-exit-code: needs --single-run and --dry-run beside it",
                SERVICE
                        + " --single-run --dry-run --output yaml | argument --output: must be one of table, json, not yaml",
                SERVICE + " --verbose | unrecognized arguments: --verbose",
                "--confg unmap.yaml | unrecognized arguments: --confg unmap.yaml; did you mean --config?",
                "--singel-run=x | unrecognized arguments: --singel-run=x; did you mean --single-run?",
                "chek unmap.yaml | unrecognized arguments: chek unmap.yaml; did you mean check?",
                "help | unrecognized arguments: help; did you mean --help?",
                "unmap.yaml --dry-run | unrecognized arguments: unmap.yaml; did you mean --config unmap.yaml?",
            })
    void endsWithTwoTheUsageAndOneLineFor(String arguments, String message) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)))
                .isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .startsWith("usage: aws-cloud-unmap --config FILE [OPTION ...]")
                .endsWith("aws-cloud-unmap: error: " + message)
                .hasSize(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "check | the following arguments are required: FILE",
                "check a --config b | argument --config: not allowed with argument FILE",
                "check a b | unrecognized arguments: b",
                "iam-policy --config | argument --config: expected one argument",
                "iam-policy --confg a | unrecognized arguments: --confg; did you mean --config?",
                "demo --serve | argument --serve: expected one argument",
                "demo --serve x | argument --serve: must be a whole number of at most 9 digits, not x",
                "demo --serve 70000 | argument --serve: must be a port, from 0 to 65535, not 70000",
                "demo check | unrecognized arguments: check",
            })
    void endsASubcommandWithTwoItsUsageAndOneLineFor(String arguments, String message) {
        String[] words = arguments.split(" ", -1);

        assertThat(run(words)).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines().toList()).hasSize(2).last().isEqualTo("aws-cloud-unmap: error: " + message);
        assertThat(err.toString()).startsWith("usage: aws-cloud-unmap " + words[0] + " [-h] [--");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "--config"})
    void printsEveryProblemOfAFile(String how) throws Exception {
        Path file = Files.writeString(directory.resolve("unmap.yaml"), """
                workers: 0
                log-levl: INFO
                services:
                  - service-id: srv-web
                    service-region: mars-1
                    instances-regions: us-east-1
                    frequency: soon
                  - service-id: srv-web
                    service-region: us-east-1
                    instances-regions: [us-east-1]
                """);

        assertThat(run(how, file.toString())).isEqualTo(2);
        assertThat(err.toString().lines().map(line -> line.replace(file.toString(), "FILE")))
                .hasSize(6)
                .allMatch(line -> line.matches("FILE:\\d+:\\d+: .+"));
    }

    /** As of a variable in a script that is not set. The last word of each command is empty. */
    @ParameterizedTest
    @CsvSource({
        "'check ', FILE",
        "'iam-policy ', FILE",
        "'check --config ', --config",
        "'--config ', --config",
        "'history --config ', --config",
        "'restore --since 1h --state-directory ', --state-directory"
    })
    void anEmptyPathIsNoFile(String command, String argument) {
        assertThat(run(command.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString().lines().toList())
                .last()
                .isEqualTo("aws-cloud-unmap: error: argument " + argument + ": must be a path, not ''");
    }

    @Test
    void subcommandsTakeAFileInBothForms() throws Exception {
        String file = Files.writeString(
                        directory.resolve("unmap.yaml"),
                        "services: [{service-id: srv-web, service-region: us-east-1, instances-regions: [us-east-1]}]")
                .toString();

        for (String command : List.of("check", "iam-policy")) {
            assertThat(run(command, file)).isZero();
            assertThat(run(command, "--config", file)).isZero();
            assertThat(run(command, file, "--config", file)).isEqualTo(2);
            assertThat(run(command)).isEqualTo(2);
        }
        assertThat(err.toString()).contains("the following arguments are required: FILE");
    }

    @Test
    void printsWhatAValidFileMeans() throws Exception {
        Path file = Files.writeString(directory.resolve("unmap.yaml"), """
                defaults: { service-region: us-east-1, instances-regions: [us-east-1, eu-west-1] }
                services: [{ service-id: srv-web, frequency: 60 }]
                """);

        assertThat(run("check", file.toString())).isZero();
        assertThat(out.toString()).contains("""
                          - service-id: srv-web
                            service-region: us-east-1
                            instances-regions: [us-east-1, eu-west-1]
                            frequency: 1m
                        """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void warnsOfWhatMayBeAMistakeInAValidFile() throws Exception {
        Path file = Files.writeString(directory.resolve("unmap.yaml"), """
                defaults: { service-region: us-east-1, instances-regions: [us-east-1, eu-west-1] }
                services:
                  - service-id: srv-a
                  - service-id: web
                  - { service-id: srv-c, instances-regions: [us-east-1] }
                """);

        assertThat(run("check", file.toString())).isZero();
        assertThat(out.toString()).contains("service-id: web");
        assertThat(err.toString().replace(file.toString(), "FILE")).isEqualToNormalizingNewlines("""
                warning: FILE:4:17: services[1].service-id: names web, but the ids of Cloud Map services begin with srv-
                warning: FILE:5:45: services[2].instances-regions: lacks eu-west-1, which every other service has; an instance there would not be found
                """);
    }

    @Test
    void endsWithOneAndOneLineWhenThePrometheusPortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(run((SERVICE + " --enable-prometheus --prometheus-port " + port).split(" ", -1)))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .isEqualTo("aws-cloud-unmap: the Prometheus exporter cannot listen on 127.0.0.1:" + port
                            + ": Address already in use; set another --prometheus-host or --prometheus-port\n");
        }
    }

    @Test
    void showsItsVersionItsCommitAndTheJava() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString())
                .matches("aws-cloud-unmap \\d+\\.\\d+\\.\\d+\\S* \\(commit \\w+, Java "
                        + System.getProperty("java.version") + "\\)\n");
    }

    @Test
    void groupsTheOptionsInTheHelpAndGivesExamples() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString().lines().filter(line -> line.matches("[A-Z].*:")))
                .isEqualTo(List.of(
                        "Many services, from a file:",
                        "Or one service, as the Python tool takes it:",
                        "With either:",
                        "Commands:",
                        "Examples:"));
    }

    @Test
    void alignsTheDescriptionsInTheHelpAndIndentsTheirOtherLines() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("""
                      --config=FILE          YAML file with the services to reconcile
                      --watch-config         reload the file when its content changes, as SIGHUP does; it is looked
                                               at every 10 s
                """, """
                      --instances-region=REGION...
                                             regions where its EC2 instances may run
                """, """
                  -h, --help                 show this help and exit
                """);
    }

    @Test
    void alignsTheHelpOfASubcommandWithinTheWidthOfATerminal() {
        assertThat(run("check", "--bogus", "-h")).isZero();
        assertThat(out.toString()).isEqualTo("""
                Usage: aws-cloud-unmap check [-h] [--online] [--allow-insecure-endpoint] [--config=FILE] [FILE]

                Validates a configuration file, offline unless --online is given, and prints what is in effect:
                every setting of every service, defaults applied. Ends 2 and prints every problem if there is one;
                warns of settings that are probably not meant.

                Arguments:
                      [FILE]                 YAML file with the services, as for the controller

                Options:
                      --online               ask Cloud Map which services the selections find, and go on with these
                                               in their place
                      --allow-insecure-endpoint
                                             let AWS_ENDPOINT_URL and the like lead elsewhere than to https or
                                               loopback
                      --config=FILE          the same
                  -h, --help                 show this help and exit
                """);
    }

    private int run(String... arguments) {
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
        return new CommandLineProgram(new Signals(), console).run(arguments);
    }
}
