package io.github.cloudunmap.aws.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Helpers that are real processes. */
final class CredentialProcessTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Instant now = NOW;

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void runsAgainOnlyAMinuteBeforeItsCredentialsExpire() throws IOException {
        Path runs = directory.resolve("runs");
        CredentialProcess process = process("echo run >> " + runs + "; cat " + answer("2026-11-29T13:00:00Z"));

        assertThat(process.resolveCredentials().accessKeyId()).isEqualTo("AKIAEXAMPLE");
        now = Instant.parse("2026-11-29T12:58:59Z");
        process.resolveCredentials();
        assertThat(runs).hasContent("run");
        now = Instant.parse("2026-11-29T12:59:00Z");
        process.resolveCredentials();
        assertThat(runs).hasContent("run\nrun");
    }

    @Test
    void isEndedWithAllThatItStartedWhenItDoesNotAnswer() throws IOException {
        Path ids = directory.resolve("ids");
        // It has started another that holds its output when its id can be read.
        String helper = "sleep 1000 & echo $! > " + ids + ".new; echo $$ >> " + ids + ".new; mv " + ids + ".new " + ids
                + "; wait";
        CredentialProcess process = new CredentialProcess(helper, threads, givingUpOnce(ids));

        assertThatThrownBy(process::resolveCredentials)
                .isInstanceOf(ApiFailure.class)
                .hasMessageContaining("not in time");
        assertThat(Files.readAllLines(ids))
                .hasSize(2)
                .allSatisfy(id -> ProcessHandle.of(Long.parseLong(id))
                        .ifPresent(handle -> handle.onExit().join()));
    }

    private Path answer(String expiration) throws IOException {
        return Files.writeString(
                directory.resolve("answer"),
                "{\"Version\":1,\"AccessKeyId\":\"AKIAEXAMPLE\",\"SecretAccessKey\":\"secret\",\"Expiration\":\""
                        + expiration + "\"}");
    }

    private CredentialProcess process(String command) {
        return new CredentialProcess(command, threads, new Time() {
            @Override
            public <T> T await(String what, CompletableFuture<T> answer, Duration atMost) {
                return answer.join();
            }
        });
    }

    private TimeSource givingUpOnce(Path isThere) {
        return new Time() {
            @Override
            public <T> T await(String what, CompletableFuture<T> answer, Duration atMost) {
                while (!Files.exists(isThere)) {
                    Thread.onSpinWait();
                }
                throw new ApiFailure("Timeout", "not in time");
            }
        };
    }

    private abstract class Time implements TimeSource {
        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long nanos() {
            throw new UnsupportedOperationException();
        }
    }
}
