package io.github.cloudunmap.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.cloudunmap.config.ConfigValidator;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.Problem;
import io.github.cloudunmap.config.UnplacedProblem;
import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.junit.jupiter.api.Test;

/** A rule that is broken where no key of the file stands: it has to refuse the file all the same. */
class UnplacedProblemTest {
    private final Problems problems = new Problems("unmap.yaml");

    /** As if {@code frequency} had got another name in the record, and the binder still read the old key. */
    private record Renamed(
            @DurationMin(seconds = 1, message = "must be at least 1s")
            Duration period) {}

    /** A rule of no single component. */
    private record Whole(boolean consistent) {
        @AssertTrue(message = "must be consistent")
        public boolean isAgreed() {
            return consistent;
        }
    }

    @Test
    void aRuleOfAComponentThatNoKeyFillsIsAProblemOfTheFile() throws Exception {
        YamlNode value = new YamlNode.Scalar(3, 16, "services[0].frequency", "0s", true);
        var unused = problems.expect(YamlNode.Scalar.class, value, "services[0].frequency");

        problems.addUnplaced(ConfigValidator.ofSingleSettings(new Renamed(Duration.ZERO), "services[0]."));

        assertThat(problems()).containsExactly("unmap.yaml: services[0].period: must be at least 1s, not 0s");
    }

    @Test
    void aRuleOfSeveralComponentsIsAProblemOfTheFile() {
        problems.addUnplaced(ConfigValidator.ofSingleSettings(new Whole(false), ""));

        assertThat(problems()).containsExactly("unmap.yaml: agreed: must be consistent, not false");
    }

    @Test
    void aSettingThatHasItsProblemAlreadyHasNoSecondOne() {
        problems.problem(2, 5, "frequency", "is required");
        problems.answerFor("frequency");

        problems.addUnplaced(List.of(new UnplacedProblem("frequency", "must be at least 1s, not 0s")));

        assertThat(problems()).containsExactly("unmap.yaml:2:5: frequency: is required");
    }

    @Test
    void aSettingThatMayBeMissingHasNone() {
        problems.answerFor("defaults.service-region");

        problems.addUnplaced(List.of(new UnplacedProblem("defaults.service-region", "must look like us-east-1, not ")));

        assertThatCode(problems::throwIfAny).doesNotThrowAnyException();
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidConfigException.class, problems::throwIfAny).problems().stream()
                .map(Problem::toString)
                .toList();
    }
}
