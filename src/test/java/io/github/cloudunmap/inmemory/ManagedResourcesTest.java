package io.github.cloudunmap.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;

/** Instances that an AWS service manages, in an account that hides them. */
final class ManagedResourcesTest extends HttpTest {
    private final Account account = aws.account(InMemoryAws.DEFAULT_ACCOUNT);
    private final String own = aws.ec2(US).launch("10.0.0.1");
    private final String managed =
            aws.ec2(US).launch(LaunchedInstance.running("10.0.0.2").asManaged());

    @Test
    void showsThemUnlessTheAccountHidesThem() {
        assertThat(ids(each -> {})).containsExactly(own, managed);
        account.hideManagedResources(true);
        assertThat(ids(each -> {})).containsExactly(own);
        account.hideManagedResources(false);
        assertThat(ids(each -> {})).containsExactly(own, managed);
    }

    @Test
    void leavesThemOutOfEveryKindOfRequest() {
        account.hideManagedResources(true);

        assertThat(ids(each -> each.instanceIds(own, managed))).containsExactly(own);
        assertThat(ids(each -> each.filters(filter("instance-id", own, managed))))
                .containsExactly(own);
        assertThat(ids(each -> each.filters(filter("instance-state-name", "running"))))
                .containsExactly(own);
    }

    @Test
    void showsThemToWhoAsksForThem() {
        account.hideManagedResources(true);

        assertThat(ids(each -> each.includeManagedResources(true).instanceIds(own, managed)))
                .containsExactly(own, managed);
        assertThat(ids(each -> each.includeManagedResources(true).filters(filter("instance-id", own, managed))))
                .containsExactly(own, managed);
        assertThat(ids(each -> each.includeManagedResources(true).filters(filter("instance-state-name", "running"))))
                .containsExactly(own, managed);
        assertThat(ids(each -> each.includeManagedResources(false))).containsExactly(own);
    }

    @Test
    void saysThatTheyAreManaged() {
        List<Instance> both = describe(own, managed);

        assertThat(both.get(0).operator()).isNull();
        assertThat(both.get(1).operator().managed()).isTrue();
    }

    private List<String> ids(Consumer<DescribeInstancesRequest.Builder> request) {
        return ec2.describeInstances(request).reservations().stream()
                .map(Reservation::instances)
                .flatMap(List::stream)
                .map(Instance::instanceId)
                .toList();
    }

    private static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }
}
