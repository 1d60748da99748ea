package io.github.cloudunmap.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;

/** EC2's answers, which lag behind the truth. */
final class LateAnswersTest extends HttpTest {
    private static final Duration LAG = Duration.ofSeconds(6);

    private final Ec2Region region = aws.ec2(US);

    @Test
    void showsALaunchLate() {
        region.lag(LAG);
        String id = region.launch("10.0.0.1");

        pass(Duration.ofMillis(5_999));
        assertThat(describe(id)).isEmpty();
        assertThat(describe()).isEmpty();
        assertRefused(400, "InvalidInstanceID.NotFound", () -> ec2.describeInstances(each -> each.instanceIds(id)));
        pass(Duration.ofMillis(1));
        assertThat(describe(id)).hasSize(1);
    }

    @Test
    void showsEveryStateLate() {
        String id = region.launch("10.0.0.1");
        pass(LAG);
        region.lag(LAG);

        region.stop(id);
        assertThat(state(id)).isEqualTo("running");
        pass(Duration.ofSeconds(3));
        region.start(id);
        assertThat(state(id)).isEqualTo("running");
        pass(Duration.ofSeconds(3));
        assertThat(state(id)).isEqualTo("stopped");
        pass(Duration.ofSeconds(3));
        assertThat(state(id)).isEqualTo("running");
    }

    @Test
    void showsAnotherAddressLate() {
        String id = region.launch("10.0.0.1");
        pass(LAG);
        region.lag(LAG);
        region.change(id, instance -> LaunchedInstance.running(id, "10.0.0.2"));

        assertThat(describe(id)).extracting(Instance::privateIpAddress).containsExactly("10.0.0.1");
        pass(LAG);
        assertThat(describe(id)).extracting(Instance::privateIpAddress).containsExactly("10.0.0.2");
    }

    @Test
    void fallsBackToAnOlderAnswerWhenTheLagGrows() {
        String id = region.launch("10.0.0.1");
        pass(LAG);
        region.stop(id);

        assertThat(state(id)).isEqualTo("stopped");
        region.lag(LAG);
        assertThat(state(id)).isEqualTo("running");
    }

    @Test
    void letsOneInstanceAloneLag() {
        String prompt = region.launch("10.0.0.1");
        String late = region.launch("10.0.0.2");
        region.lag(late, LAG);

        assertThat(describe(prompt, late)).extracting(Instance::instanceId).containsExactly(prompt);
        region.lag(LAG);
        region.lag(late, Duration.ZERO);
        assertThat(describe(prompt, late)).extracting(Instance::instanceId).containsExactly(late);
    }

    @Test
    void knowsTheTruthAllTheSame() {
        region.lag(LAG);
        String id = region.launch("10.0.0.1");

        assertThat(region.instance(id).state()).isEqualTo(LaunchedInstance.State.RUNNING);
        assertThat(region.instances()).extracting(LaunchedInstance::id).containsExactly(id);
    }

    @Test
    void remembersAsMuchAsTheLongestLagNeeds() {
        Duration longest = Duration.ofMinutes(5);
        String id = region.launch("10.0.0.1");
        pass(longest);
        region.stop(id);
        pass(longest);
        region.start(id);
        region.lag(longest);

        assertThat(state(id)).isEqualTo("stopped");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> region.lag(longest.plusMillis(1)))
                .withMessage("a lag is 0 to PT5M, not PT5M0.001S");
    }

    private String state(String id) {
        return describe(id).get(0).state().nameAsString();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
