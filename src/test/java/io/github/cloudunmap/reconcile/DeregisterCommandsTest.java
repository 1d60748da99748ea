package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.registered;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that a message offers to a shell, which whoever registers instances has a say in. */
class DeregisterCommandsTest {
    private static final String COMMAND = "aws servicediscovery deregister-instance --service-id ";

    @Test
    void oneInstanceIsOneCommand() {
        assertThat(commands("srv-a", "i-0123456789abcdef0"))
                .isEqualTo(COMMAND + "srv-a --instance-id i-0123456789abcdef0 --region us-east-1");
    }

    @Test
    void severalAreOnOneLine() {
        assertThat(commands("srv-a", "i-1", "web-1"))
                .isEqualTo(COMMAND + "srv-a --instance-id i-1 --region us-east-1; " + COMMAND
                        + "srv-a --instance-id web-1 --region us-east-1");
    }

    @Test
    void fiveAreAllWritten() {
        assertThat(commands("srv-a", ids(5))).contains("i-0 ", "i-4 ").doesNotContain("more");
    }

    @Test
    void beyondFiveTheOthersAreCounted() {
        assertThat(commands("srv-a", ids(8)))
                .contains("i-4 ")
                .doesNotContain("i-5 ")
                .endsWith("; " + COMMAND + "srv-a --instance-id i-4 --region us-east-1 (and 3 more)");
    }

    @Test
    void anArnIsPassedOnAsItIs() {
        String arn = "arn:aws:servicediscovery:us-east-1:333333333333:service/srv-shared";
        assertThat(commands(arn, "i-1")).isEqualTo(COMMAND + arn + " --instance-id i-1 --region us-east-1");
    }

    @Test
    void aServiceIdFromTheFileCannotLeaveItsQuotes() {
        assertThat(commands("a';reboot;'", "i-1"))
                .isEqualTo(COMMAND + "'a'\"'\"';reboot;'\"'\"'' --instance-id i-1 --region us-east-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "$(reboot)",
                "`reboot`",
                "i-1;reboot",
                "i-1'",
                "i-1\\",
                "i-1\nreboot",
                "i-1\u001b[2J",
                "i\u202e1",
                "~",
                "--region",
                "-x",
                "file:///etc/passwd",
                "fileb://x",
                "https://example.com"
            })
    void anIdThatAShellOrTheAwsCliWouldReadOtherwiseIsOnlyCounted(String id) {
        assertThat(commands("srv-a", id)).isEmpty();
        assertThat(commands("srv-a", id, "i-1"))
                .isEqualTo(COMMAND + "srv-a --instance-id i-1 --region us-east-1 (and 1 more)");
    }

    private static String[] ids(int count) {
        return IntStream.range(0, count).mapToObj(n -> "i-" + n).toArray(String[]::new);
    }

    private static String commands(String serviceId, String... ids) {
        ServicePolicy policy = new ServicePolicy(
                serviceId,
                HOME,
                List.of("eu-west-1"),
                DeregistrationLimit.NONE,
                Duration.ZERO,
                Duration.ZERO,
                false,
                IdRule.ANY);
        return DeregisterCommands.of(
                policy, Arrays.stream(ids).map(id -> registered(id, "10.0.0.1")).toList());
    }
}
