package io.github.cloudunmap.aws.credentials;

import io.github.cloudunmap.reconcile.TimeSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A source of credentials.
 *
 * @param name the source in the words of a message, such as {@code environment variables}
 * @param remedy advice for the user when the source fails
 */
record CredentialSource(String name, String remedy, AwsCredentialsProvider provider) implements AutoCloseable {
    private static final String PROFILE = "profile ";
    private static final String PROCESS = "credential_process";
    /**
     * The properties of a profile that name a source of credentials, each with advice for the user when the source
     * fails.
     */
    private static final Map<String, String> KINDS = Map.of(
            "sso_session",
            "log in with: aws sso login --profile ",
            "sso_start_url",
            "log in with: aws sso login --profile ",
            PROCESS,
            "run its credential_process by hand to see what it says, profile ",
            "role_arn",
            "look at its role_arn, at its source_profile or credential_source, and at who may assume the role, profile ",
            "web_identity_token_file",
            "look at web_identity_token_file of profile ",
            "aws_access_key_id",
            "look at aws_access_key_id and aws_secret_access_key of profile ",
            "login_session",
            "give another kind of credentials in profile ");

    /** Chooses the first source that the settings name. The source is not yet asked for credentials. */
    static CredentialSource of(Map<String, String> environment, Executor executor, TimeSource time) {
        Predicate<String> isSet = name -> !environment.getOrDefault(name, "").isBlank();
        if (System.getProperty("aws.accessKeyId") != null) {
            return new CredentialSource(
                    "system properties",
                    "give both aws.accessKeyId and aws.secretAccessKey",
                    SystemPropertyCredentialsProvider.create());
        }
        if (Stream.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY").anyMatch(isSet)) {
            return new CredentialSource(
                    "environment variables",
                    "set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                    EnvironmentVariableCredentialsProvider.create());
        }
        if (isSet.test("AWS_WEB_IDENTITY_TOKEN_FILE")) {
            return new CredentialSource(
                    "web identity of AWS_WEB_IDENTITY_TOKEN_FILE",
                    "look at that file, and at AWS_ROLE_ARN and the trust policy of the role",
                    WebIdentityTokenFileCredentialsProvider.create());
        }
        return ofProfile(isSet.test("AWS_PROFILE"), executor, time)
                .orElseGet(
                        () -> Stream.of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
                                        .anyMatch(isSet)
                                ? new CredentialSource(
                                        "container's role",
                                        "look at the role of the task or the pod",
                                        ContainerCredentialsProvider.create())
                                : new CredentialSource(
                                        "instance profile",
                                        "give the process an instance profile, a task role, AWS_PROFILE, or AWS_ACCESS_KEY_ID"
                                                + " and AWS_SECRET_ACCESS_KEY",
                                        InstanceProfileCredentialsProvider.create()));
    }

    private static Optional<CredentialSource> ofProfile(boolean isNamed, Executor executor, TimeSource time) {
        String name = ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
        Optional<Profile> profile = ProfileFile.defaultProfileFile().profile(name);
        Optional<String> kind = profile.flatMap(
                p -> KINDS.keySet().stream().filter(p.properties()::containsKey).findFirst());
        return isNamed || kind.isPresent()
                ? Optional.of(new CredentialSource(
                        PROFILE + name,
                        kind.map(KINDS::get).orElse("add it to the AWS configuration, or correct AWS_PROFILE: ") + name,
                        profile.flatMap(CredentialSource::processAlone)
                                .<AwsCredentialsProvider>map(command -> new CredentialProcess(command, executor, time))
                                .orElseGet(ProfileCredentialsProvider::create)))
                : Optional.empty();
    }

    /**
     * Returns the {@code credential_process} of a profile that names no other source. This program runs the command
     * itself, because the SDK would wait for the command without a limit.
     */
    private static Optional<String> processAlone(Profile profile) {
        boolean isAlone = KINDS.keySet().stream()
                .allMatch(kind -> kind.equals(PROCESS) || !profile.properties().containsKey(kind));
        return isAlone ? profile.property(PROCESS) : Optional.empty();
    }

    /** Returns the current problem of the profile files; empty if there is none, or if the source is no profile. */
    Optional<String> fileProblem() {
        return name.startsWith(PROFILE) ? ProfileFiles.problem() : Optional.empty();
    }

    @Override
    public void close() {
        if (provider instanceof CredentialProcess process) {
            process.close();
        }
        if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
