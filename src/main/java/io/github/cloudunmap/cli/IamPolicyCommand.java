package io.github.cloudunmap.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.github.cloudunmap.config.Choice;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.daemon.StartupException;
import io.github.cloudunmap.iam.LeastPolicies;
import io.github.cloudunmap.iam.PolicyDocument;
import io.github.cloudunmap.text.JsonText;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** {@code iam-policy FILE}: prints the least IAM policies for a configuration file. */
final class IamPolicyCommand implements Command {
    /** IAM's quota for a managed policy, in characters without white space. */
    private static final int LARGEST_MANAGED_POLICY = 6144;

    private static final ObjectMapper MAPPER = JsonText.mapper(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_EMPTY);

    private static final Option FOR =
            Flags.option("for", "PURPOSE", "run, or restore for whoever restores registrations by hand (default: run)");

    /** The part of the program that gets the permissions: the controller, or the restore command. */
    enum Purpose {
        RUN,
        RESTORE;

        static Purpose parse(String text) {
            return Choice.of(text, values(), purpose -> purpose.name().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public Usage usage() {
        return FileArgument.usage(
                "iam-policy",
                "Prints the least IAM policy for exactly the services of a file, offline unless --online is given. With roles in the file it"
                        + " prints one object: under \"process\" the policy of the process's own credentials, under each"
                        + " role's ARN that of the role. What the program can do without has a Sid that begins with"
                        + " Optional.",
                FOR,
                OnlineSelections.ONLINE,
                RunOptions.ALLOW_INSECURE_ENDPOINT);
    }

    @Override
    public int run(CommandLine given, Console console) throws InvalidConfigException, UsageException, StartupException {
        Purpose purpose = Flags.read(given, FOR, Purpose::parse);
        Config file = ConfigLoader.load(FileArgument.path(given));
        Config config =
                given.hasOption(OnlineSelections.ONLINE) ? OnlineSelections.expand(file, given, console.err()) : file;
        Map<String, PolicyDocument> policies = purpose == Purpose.RESTORE
                ? LeastPolicies.toRestore(config)
                : LeastPolicies.of(config, file.selections());
        policies.forEach((identity, policy) -> warnOfSize(identity, policy, console.err()));
        boolean withRoles = policies.size() > 1;
        console.out()
                .print(JsonText.of(
                        withRoles ? policies : Objects.requireNonNull(policies.get(LeastPolicies.PROCESS)), MAPPER));
        return ExitCode.OK;
    }

    private static void warnOfSize(String identity, PolicyDocument policy, PrintWriter err) {
        int size = JsonText.of(policy, MAPPER).replaceAll("\\s", "").length();
        if (size > LARGEST_MANAGED_POLICY) {
            err.println("aws-cloud-unmap: the policy for " + identity + " has " + size + " characters, and IAM takes "
                    + LARGEST_MANAGED_POLICY + " in a managed one: spread its statements over several");
        }
    }
}
