package io.github.cloudunmap.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Answers that cannot be true, and ids that are written in another way. */
final class ValidatingReaderTest {
    private final List<Ec2Instance> shown = new ArrayList<>();
    private final ValidatingReader reader = new ValidatingReader("us-east-1", new Ec2Reader() {
        @Override
        public Answer describe(Set<String> ids) {
            return new Answer("req-1", shown);
        }

        @Override
        public Page scan(@Nullable String token) {
            return new Page("req-1", shown, "next");
        }
    });

    @Test
    void anAnswerWithAnInstanceThatNobodyAskedForIsDiscarded() {
        shown.add(running("i-1", "10.0.0.1", "ours"));
        shown.add(running("i-2", "10.0.0.2", "ours"));

        assertThatThrownBy(() -> reader.describe(Set.of("i-1")))
                .isInstanceOf(ApiFailure.class)
                .hasMessage("DescribeInstances in us-east-1: the answer shows i-2, which was not asked for, so it is"
                        + " discarded (request id req-1)");
        assertThat(reader.scan(null).instances()).isEqualTo(shown);
    }

    @Test
    void anAnswerThatShowsAnInstanceInTwoAccountsIsDiscarded() {
        shown.add(running("i-1", "10.0.0.1", "ours"));
        shown.add(running("i-1", "10.0.0.1", "theirs"));

        assertThatThrownBy(() -> reader.describe(Set.of("i-1")))
                .isInstanceOf(ApiFailure.class)
                .hasMessageContaining("the answer shows i-1 in two accounts");
        assertThatThrownBy(() -> reader.scan(null)).hasMessageContaining("the answer shows i-1 in two accounts");
    }

    @Test
    void anIdIsTheSameInAnyCaseAndWithBlanksAround() {
        shown.add(running(" I-0A ", "10.0.0.1", "ours"));

        assertThat(reader.describe(Set.of("i-0a")).instances()).containsExactly(running("i-0a", "10.0.0.1", "ours"));
        assertThat(reader.describe(Set.of("I-0a")).instances()).containsExactly(running("I-0a", "10.0.0.1", "ours"));
        assertThat(reader.scan(null).instances()).containsExactly(running("i-0a", "10.0.0.1", "ours"));
    }

    @Test
    void anInstanceThatIsShownTwiceHasTheAddressesOfBoth() {
        shown.add(running("i-1", "10.0.0.1", "ours"));
        shown.add(running("I-1", "10.0.0.2", "ours"));

        assertThat(reader.describe(Set.of("i-1")).instances())
                .singleElement()
                .satisfies(instance -> assertThat(instance.addresses()).containsExactly("10.0.0.1", "10.0.0.2"));
    }

    private static Ec2Instance running(String id, String address, String owner) {
        return new Ec2Instance(id, State.RUNNING, List.of(address), List.of(), owner);
    }
}
