package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.Account;
import io.github.cloudunmap.inmemory.InMemoryAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The credentials file changes under a running program: to another account's, and back. The service's namespace is
 * shared with that account, so that Cloud Map answers either.
 */
@Timeout(240)
@Tag("long")
final class CredentialsChangeTest {
    private static final String US = "us-east-1";
    private static final String OTHER = "210987654321";

    private final InMemoryAws aws = InMemoryAws.start();
    private final Account ours = aws.account(InMemoryAws.DEFAULT_ACCOUNT);
    private final Account theirs = aws.account(OTHER);
    private final Set<String> live = new TreeSet<>();
    private String dead = "";

    @TempDir
    Path directory;

    @BeforeEach
    void bothAccountsHaveRegistered() {
        ours.cloudMap(US).createService("srv-web");
        for (int i = 0; i < 4; i++) {
            live.add(registered(ours, "10.0.0." + i));
            live.add(registered(theirs, "10.9.0." + i));
        }
        dead = registered(ours, "10.0.0.9");
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void removesNothingUntilTheRightCredentialsAreBack() throws Exception {
        use(ours);
        try (ProgramProcess program = start()) {
            program.awaitMessage(CredentialsChangeTest::isPass);
            use(theirs);
            awaitPassesOf(theirs, program);
            ours.ec2(US).terminate(dead);
            awaitPassesOf(theirs, program);
            assertThat(registered()).containsAll(live).contains(dead);

            use(ours);
            awaitOnlyTheLive(program);
        }
    }

    @Test
    void startedWithTheWrongOnesItGoesOnWithTheRightOnes() throws Exception {
        ours.ec2(US).terminate(dead);
        use(theirs);
        try (ProgramProcess program = start()) {
            program.awaitMessage(CredentialsChangeTest::isPass);
            assertThat(registered()).containsAll(live).contains(dead);

            use(ours);
            awaitOnlyTheLive(program);
        }
    }

    @Test
    void namesTheFileThatIsHalfWrittenAndGoesOnOnceItIsWhole() throws Exception {
        use(ours);
        try (ProgramProcess program = start()) {
            program.awaitMessage(CredentialsChangeTest::isPass);
            Files.writeString(file(), "[default]\naws_acc");

            assertThat(program.awaitMessage(message -> message.startsWith("An error ")))
                    .endsWith(": no AWS credentials from the profile default: " + file()
                            + " cannot be read: Expected an '=' sign defining a property on line 2; correct it, unless it"
                            + " is being written");

            use(ours);
            ours.ec2(US).terminate(dead);
            awaitOnlyTheLive(program);
        }
    }

    private static boolean isPass(String message) {
        return message.startsWith("Checked service ");
    }

    private String registered(Account account, String address) {
        String id = account.ec2(US).launch(address);
        ours.cloudMap(US).register("srv-web", id, Map.of("AWS_INSTANCE_IPV4", address), account.id());
        return id;
    }

    private Set<String> registered() {
        return ours.cloudMap(US).instances("srv-web").keySet();
    }

    /** Some more passes, each of which reads the list once. */
    private void awaitPassesOf(Account account, ProgramProcess program) throws IOException {
        aws.calls().reset();
        await(
                program,
                () -> aws.calls().log().stream()
                                .map(answered -> answered.call())
                                .filter(call -> call.operation().equals("ListInstances"))
                                .filter(call -> call.account().equals(account.id()))
                                .count()
                        > 3);
    }

    private void awaitOnlyTheLive(ProgramProcess program) throws IOException {
        await(program, () -> !registered().contains(dead));
        awaitPassesOf(ours, program);
        assertThat(registered()).isEqualTo(live);
    }

    /** Looks again after each line of the log, of which every pass writes one. */
    private static void await(ProgramProcess program, BooleanSupplier condition) throws IOException {
        while (!condition.getAsBoolean()) {
            program.awaitMessage(message -> true);
        }
    }

    /** Replaces the file in one go, as whoever rotates credentials does. */
    private void use(Account account) throws IOException {
        Path next = directory.resolve("next");
        Files.writeString(next, """
                [default]
                aws_access_key_id = %s
                aws_secret_access_key = any
                """.formatted(account.accessKeyId()));
        Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file() {
        return directory.resolve("credentials");
    }

    private ProgramProcess start() throws IOException {
        Path config = directory.resolve("unmap.yaml");
        Files.writeString(config, """
                ec2-cache-ttl: 0s
                services:
                  - service-id: %s
                    service-region: us-east-1
                    instances-regions: [us-east-1]
                    frequency: 1s
                    settle-time: 0s
                """.formatted(ours.serviceArn(US, "srv-web")));
        return ProgramProcess.start(
                Map.of(
                        "AWS_ACCESS_KEY_ID",
                        "",
                        "AWS_SECRET_ACCESS_KEY",
                        "",
                        "AWS_ENDPOINT_URL",
                        aws.endpoint().toString(),
                        "AWS_SHARED_CREDENTIALS_FILE",
                        file().toString()),
                List.of("-Daws.disableEc2Metadata=true"),
                "--config",
                config.toString());
    }
}
