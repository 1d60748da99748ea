package io.github.cloudunmap.aws.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.text.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Gets credentials from a command of the user, which the setting {@code credential_process} of a profile contains. Two
 * runs by one object never overlap. A command that does not end in time is killed, together with its child processes.
 * An error can show the first line of the command's error output, but not the command, because the command may contain
 * a password. Any thread may call this class. A failure of the command is an {@link ApiFailure}.
 */
final class CredentialProcess implements AwsCredentialsProvider, AutoCloseable {
    /**
     * How long to wait for the end of the command's output, and then again for its exit and, if it has failed, for its
     * error output. All waits together are shorter than the deadline of the AWS call that needs the credentials, so
     * that the error names the command as the cause.
     */
    private static final Duration LONGEST_RUN = Duration.ofSeconds(30);
    /** How long before their expiration the credentials are renewed. */
    private static final Duration RENEWED_AHEAD = Duration.ofMinutes(1);
    /** The most bytes of the command's output that are kept. Credentials have about a thousand bytes. */
    private static final int LARGEST_OUTPUT = 64 << 10;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String command;
    private final Executor executor;
    private final TimeSource time;

    private @Nullable AwsCredentials known;
    private Instant expiration = Instant.MAX;
    private volatile @Nullable Process running;

    /**
     * @param executor reads the output and the error output of the command, with a thread for each
     * @param time the clock for the time limit of the command and for the expiration of credentials
     */
    CredentialProcess(String command, Executor executor, TimeSource time) {
        this.command = command;
        this.executor = executor;
        this.time = time;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        AwsCredentials credentials = known;
        if (credentials == null || !time.now().plus(RENEWED_AHEAD).isBefore(expiration)) {
            credentials = read(run());
            known = credentials;
        }
        return credentials;
    }

    private String run() {
        try {
            Process process = new ProcessBuilder("sh", "-c", command).start();
            running = process;
            try {
                process.getOutputStream().close();
                CompletableFuture<String> complaint = reading(process.getErrorStream());
                String output = time.await("its credential_process", reading(process.getInputStream()), LONGEST_RUN);
                int status = time.await(
                        "its credential_process", process.onExit().thenApply(Process::exitValue), LONGEST_RUN);
                if (status != 0) {
                    end(process);
                    throw failure(
                            "it ended with " + status + firstLine(time.await("its complaint", complaint, LONGEST_RUN)));
                }
                return output;
            } finally {
                end(process);
                running = null;
            }
        } catch (IOException e) {
            throw failure("it cannot be started: " + e.getMessage());
        }
    }

    private static String firstLine(String complaint) {
        return complaint
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .map(line -> ", and said: " + line.strip())
                .orElse("");
    }

    private CompletableFuture<String> reading(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        String text = new String(stream.readNBytes(LARGEST_OUTPUT), UTF_8);
                        stream.transferTo(OutputStream.nullOutputStream());
                        return text;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                executor);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private AwsCredentials read(String output) {
        try {
            JsonNode fields = JSON.readTree(output);
            String id = fields.path("AccessKeyId").asText();
            String secret = fields.path("SecretAccessKey").asText();
            String token = fields.path("SessionToken").asText();
            Redaction.conceal(secret);
            Redaction.conceal(token);
            if (fields.path("Version").asInt() != 1 || id.isEmpty() || secret.isEmpty()) {
                throw failure("it printed no credentials in the format of version 1");
            }
            Instant until = fields.hasNonNull("Expiration")
                    ? Instant.parse(fields.path("Expiration").asText())
                    : Instant.MAX;
            if (!time.now().isBefore(until)) {
                throw failure("the credentials that it printed have expired");
            }
            expiration = until;
            String account =
                    fields.hasNonNull("AccountId") ? fields.path("AccountId").asText() : null;
            return token.isEmpty()
                    ? AwsBasicCredentials.builder()
                            .accessKeyId(id)
                            .secretAccessKey(secret)
                            .accountId(account)
                            .build()
                    : AwsSessionCredentials.builder()
                            .accessKeyId(id)
                            .secretAccessKey(secret)
                            .sessionToken(token)
                            .accountId(account)
                            .build();
        } catch (JsonProcessingException | DateTimeParseException e) {
            throw failure("it printed something else than credentials"); // not shown: it may hold a secret
        }
    }

    private static ApiFailure failure(String why) {
        return new ApiFailure("NoCredentials", "its credential_process: " + why);
    }

    /** Ends the command if it is running. */
    @Override
    public void close() {
        Process process = running;
        if (process != null) {
            end(process);
        }
    }
}
