package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.http.HttpSettings;
import io.github.cloudunmap.aws.http.InvalidSettingException;
import io.github.cloudunmap.reconcile.ApiFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/**
 * Finds problems in the AWS settings of the user's environment. Each problem names what has to be corrected: a
 * variable, a file, or a setting in a file.
 */
final class EnvironmentCheck {
    private static final String ENDPOINT = "AWS_ENDPOINT_URL";
    private static final String MAX_ATTEMPTS = "AWS_MAX_ATTEMPTS";
    private static final String TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";
    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST_ATTEMPTS = 10;

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    private EnvironmentCheck(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Returns one line for each problem; empty if there is none. */
    static List<String> problems(Map<String, String> environment, boolean mayBeCalledAnywhere) {
        EnvironmentCheck check = new EnvironmentCheck(environment);
        check.files();
        if (check.problems.isEmpty()) { // the checks below read these files
            check.endpoints(mayBeCalledAnywhere);
            check.http();
            check.credentials();
        }
        check.attempts();
        return check.problems.stream().distinct().toList();
    }

    /** Returns the most attempts of a call, the first included. */
    static int attempts(Map<String, String> environment) {
        String text = environment.getOrDefault(MAX_ATTEMPTS, "").strip();
        return isNumber(text)
                ? Math.min(MOST_ATTEMPTS, Math.max(AwsSettings.ATTEMPTS, Integer.parseInt(text)))
                : AwsSettings.ATTEMPTS;
    }

    private Optional<String> value(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
    }

    private static boolean isNumber(String text) {
        return text.matches("[1-9]\\d{0,5}");
    }

    private void attempts() {
        value(MAX_ATTEMPTS)
                .filter(text -> !isNumber(text.strip()))
                .ifPresent(
                        text -> problems.add(MAX_ATTEMPTS + ": " + text + " is no number of attempts; give 1 or more"));
    }

    private void files() {
        file(ProfileFileLocation.configurationFileLocation(), ProfileFile.Type.CONFIGURATION);
        file(ProfileFileLocation.credentialsFileLocation(), ProfileFile.Type.CREDENTIALS);
    }

    private void file(Optional<Path> path, ProfileFile.Type type) {
        path.ifPresent(file -> {
            try {
                ProfileFile.builder().content(file).type(type).build();
            } catch (RuntimeException e) {
                problems.add(file + ": " + e.getMessage() + "; correct the AWS configuration there");
            }
        });
    }

    private void endpoints(boolean mayBeCalledAnywhere) {
        List<String> variables = Stream.concat(
                        Stream.of(ENDPOINT), Arrays.stream(Api.values()).map(Api::endpointVariable))
                .filter(name -> value(name).isPresent())
                .toList();
        List<String> malformed = variables.stream()
                .filter(name -> !isUrl(value(name).orElseThrow()))
                .toList();
        malformed.forEach(name -> problems.add(name + ": "
                + environment.getOrDefault(name, "").replaceFirst("(?<=//).*@", "***@")
                + " is no URL of an endpoint; write it as https://HOST or https://HOST:PORT"));
        for (String wish : List.of("AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT")) {
            wish(wish, variables);
        }
        if (problems.isEmpty() && !mayBeCalledAnywhere) { // EndpointRule reads the variables checked above
            for (Api api : Api.values()) {
                try {
                    EndpointRule.check(api);
                } catch (ApiFailure e) {
                    problems.add(String.valueOf(e.getMessage()));
                } catch (RuntimeException e) { // the SDK cannot use a setting of the profile
                    String why = String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
                    problems.add(why + "; correct the AWS configuration file");
                }
            }
        }
    }

    private void wish(String wish, List<String> endpoints) {
        String text =
                value(wish).map(value -> value.strip().toLowerCase(Locale.ROOT)).orElse("false");
        if (!text.matches("true|false")) {
            problems.add(wish + ": " + text + " is neither true nor false");
        } else if (text.equals("true") && !endpoints.isEmpty()) {
            problems.add(
                    wish + ": it cannot be met where " + endpoints.get(0) + " names the endpoint; unset one of them");
        }
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text.strip());
            return uri.getScheme() != null
                    && uri.getScheme().matches("(?i)https?")
                    && uri.getHost() != null
                    && uri.getPort() <= HIGHEST_PORT
                    && uri.getPort() != 0;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void http() {
        try {
            HttpSettings.of(environment);
        } catch (InvalidSettingException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    /** Checks only the credential source that would be used first. */
    private void credentials() {
        if (value("AWS_ACCESS_KEY_ID").isPresent()) {
            return;
        }
        Optional<String> token = value(TOKEN_FILE);
        if (token.isPresent()) {
            if (!isReadable(token.get())) {
                problems.add(TOKEN_FILE + ": " + token.get() + " cannot be read");
            }
            if (value("AWS_ROLE_ARN").isEmpty()) {
                problems.add(TOKEN_FILE + ": AWS_ROLE_ARN is missing, which names the role for it");
            }
            return;
        }
        value(ProfileFileSystemSetting.AWS_PROFILE.environmentVariable())
                .filter(name -> ProfileFile.defaultProfileFile().profile(name).isEmpty())
                .ifPresent(name -> problems.add("AWS_PROFILE: there is no profile " + name + " in "
                        + ProfileFileLocation.configurationFilePath() + " or "
                        + ProfileFileLocation.credentialsFilePath()));
    }

    private static boolean isReadable(String path) {
        try {
            return Files.isReadable(Path.of(path)) && Files.isRegularFile(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
