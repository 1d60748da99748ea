package io.github.cloudunmap.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceIpv6Address;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Reservation;

/** What the program relies on in EC2. */
interface Ec2Contract {
    String REGION = "us-east-1";
    String UNKNOWN = "i-0fedcba9876543210";

    AwsUnderTest aws();

    @Test
    default void describesByIdFilterAndLeavesOutUnknownIds() {
        String id = launchOne(REGION);

        assertThat(ids(describe(by("instance-id", List.of(UNKNOWN, id))))).containsExactly(id);
    }

    @Test
    default void answersAnIdFilterThatMatchesNothingWithNothing() {
        assertThat(describe(by("instance-id", List.of(UNKNOWN, "no-ec2-id"))).reservations())
                .isEmpty();
    }

    @Test
    default void refusesAWholeRequestForOneUnknownId() {
        String id = launchOne(REGION);

        assertRefused("InvalidInstanceID.NotFound", () -> describe(each -> each.instanceIds(id, UNKNOWN)));
    }

    @Test
    default void takesTwoHundredFilterValues() {
        String id = launchOne(REGION);

        assertThat(ids(describe(by("instance-id", idsEndingWith(id, 200))))).containsExactly(id);
    }

    @Test
    default void refusesMoreThanTwoHundredFilterValues() {
        aws().needsNo(Gap.NO_FILTER_LIMIT);

        assertRefused("FilterLimitExceeded", () -> describe(by("instance-id", idsEndingWith(UNKNOWN, 201))));
    }

    @Test
    default void refusesIdsTogetherWithAPageSize() {
        String id = launchOne(REGION);

        assertRefused(
                "InvalidParameterCombination",
                () -> describe(each -> each.instanceIds(id).maxResults(5)));
    }

    @Test
    default void refusesPageSizesBeyondTheBounds() {
        aws().needsNo(Gap.NO_DESCRIBE_PAGE_BOUNDS);

        assertRefused("InvalidParameterValue", () -> describe(each -> each.maxResults(4)));
        assertRefused("InvalidParameterValue", () -> describe(each -> each.maxResults(1001)));
    }

    @Test
    default void describesInPagesWithATokenUpToTheLast() {
        List<String> launched =
                IntStream.range(0, 7).mapToObj(i -> launchOne(REGION)).toList();

        DescribeInstancesResponse first = describe(by("instance-id", launched).andThen(each -> each.maxResults(5)));
        DescribeInstancesResponse second = describe(
                by("instance-id", launched).andThen(each -> each.maxResults(5).nextToken(first.nextToken())));

        assertThat(ids(first)).hasSize(5);
        assertThat(second.nextToken()).isNull();
        assertThat(both(first, second)).containsExactlyInAnyOrderElementsOf(launched);
    }

    @Test
    default void countsInstancesAndNotReservationsInAPage() {
        aws().needsNo(Gap.PAGES_OF_RESERVATIONS);
        List<String> launched = launch(REGION, 7);

        DescribeInstancesResponse first = describe(by("instance-id", launched).andThen(each -> each.maxResults(5)));

        assertThat(ids(first)).hasSize(5);
        assertThat(first.nextToken()).isNotNull();
    }

    @Test
    default void refusesAnEc2PageTokenThatItDidNotGiveOut() {
        aws().needsNo(Gap.NO_DESCRIBE_TOKEN_CHECK);

        assertRefused(
                "InvalidNextToken", () -> describe(each -> each.maxResults(5).nextToken("made-up")));
    }

    @Test
    default void showsARunningInstanceWithItsAddress() {
        Instance instance = only(launchOne(REGION));

        assertThat(instance.state().name()).isEqualTo(InstanceStateName.RUNNING);
        assertThat(instance.privateIpAddress()).isNotBlank();
        assertThat(instance.networkInterfaces()
                        .get(0)
                        .privateIpAddresses()
                        .get(0)
                        .privateIpAddress())
                .isEqualTo(instance.privateIpAddress());
    }

    @Test
    default void goesOnShowingATerminatedInstance() {
        String id = launchOne(REGION);
        ec2(REGION).terminateInstances(each -> each.instanceIds(id));

        assertThat(only(id).state().name()).isEqualTo(InstanceStateName.TERMINATED);
    }

    @Test
    default void takesTheAddressesOfATerminatedInstance() {
        aws().needsNo(Gap.TERMINATED_KEEP_ADDRESSES);
        String id = launchOne(REGION);
        ec2(REGION).terminateInstances(each -> each.instanceIds(id));

        assertThat(only(id).privateIpAddress()).isNull();
        assertThat(only(id).networkInterfaces()).isEmpty();
    }

    @Test
    default void keepsThePrivateAddressOfAStoppedInstance() {
        String id = launchOne(REGION);
        String address = only(id).privateIpAddress();
        ec2(REGION).stopInstances(each -> each.instanceIds(id));

        assertThat(only(id).state().name()).isEqualTo(InstanceStateName.STOPPED);
        assertThat(only(id).privateIpAddress()).isEqualTo(address);
    }

    @Test
    default void takesThePublicAddressOfAStoppedInstance() {
        String id = launchOne(REGION);
        assertThat(only(id).publicIpAddress()).isNotBlank();
        ec2(REGION).stopInstances(each -> each.instanceIds(id));

        assertThat(only(id).publicIpAddress()).isNull();
    }

    @Test
    default void showsTheIpv6AddressesOfAnInterface() {
        String id = launchOne(REGION);
        String interfaceId = only(id).networkInterfaces().get(0).networkInterfaceId();

        ec2(REGION)
                .assignIpv6Addresses(
                        each -> each.networkInterfaceId(interfaceId).ipv6Addresses("2001:db8::7", "2001:db8:0:0:1::8"));

        assertThat(only(id).networkInterfaces().get(0).ipv6Addresses())
                .extracting(InstanceIpv6Address::ipv6Address)
                .containsExactlyInAnyOrder("2001:db8::7", "2001:db8:0:0:1::8");
    }

    @Test
    default void runsAStoppedInstanceAgain() {
        String id = launchOne(REGION);
        ec2(REGION).stopInstances(each -> each.instanceIds(id));
        ec2(REGION).startInstances(each -> each.instanceIds(id));

        assertThat(only(id).state().name()).isEqualTo(InstanceStateName.RUNNING);
    }

    @Test
    default void filtersByState() {
        String region = "eu-central-1";
        String running = launchOne(region);
        String stopped = launchOne(region);
        String terminated = launchOne(region);
        ec2(region).stopInstances(each -> each.instanceIds(stopped));
        ec2(region).terminateInstances(each -> each.instanceIds(terminated));

        DescribeInstancesResponse answer = ec2(region)
                .describeInstances(by("instance-state-name", List.of("pending", "running", "stopping", "stopped")));

        assertThat(ids(answer)).containsExactlyInAnyOrder(running, stopped);
    }

    @Test
    default void keepsTheInstancesOfTwoRegionsApart() {
        String id = launchOne("eu-west-1");

        assertThat(describe(by("instance-id", List.of(id))).reservations()).isEmpty();
    }

    @Test
    default void namesTheOwnerOfAReservation() {
        String id = launchOne(REGION);

        assertThat(describe(by("instance-id", List.of(id))).reservations())
                .singleElement()
                .extracting(Reservation::ownerId)
                .asString()
                .matches("\\d{12}");
    }

    @Test
    default void identifiesEveryEc2Answer() {
        DescribeInstancesResponse answer = describe(by("instance-id", List.of(UNKNOWN)));

        assertThat(answer.responseMetadata().requestId()).isNotEqualTo("UNKNOWN");
        assertThatExceptionOfType(Ec2Exception.class)
                .isThrownBy(() -> describe(each -> each.instanceIds(UNKNOWN)))
                .satisfies(error -> assertThat(error.requestId()).isNotBlank());
    }

    private Ec2Client ec2(String region) {
        return aws().ec2(region);
    }

    private String launchOne(String region) {
        return launch(region, 1).get(0);
    }

    private List<String> launch(String region, int count) {
        return ec2(region)
                .runInstances(
                        each -> each.imageId("ami-12c6146b").minCount(count).maxCount(count))
                .instances()
                .stream()
                .map(Instance::instanceId)
                .toList();
    }

    private DescribeInstancesResponse describe(Consumer<DescribeInstancesRequest.Builder> request) {
        return ec2(REGION).describeInstances(request);
    }

    private Instance only(String id) {
        List<Reservation> found = describe(each -> each.instanceIds(id)).reservations();
        assertThat(found).hasSize(1);
        return found.get(0).instances().get(0);
    }

    private static Consumer<DescribeInstancesRequest.Builder> by(String filter, List<String> values) {
        return request ->
                request.filters(Filter.builder().name(filter).values(values).build());
    }

    private static List<String> ids(DescribeInstancesResponse answer) {
        return answer.reservations().stream()
                .flatMap(each -> each.instances().stream())
                .map(Instance::instanceId)
                .toList();
    }

    private static List<String> both(DescribeInstancesResponse first, DescribeInstancesResponse second) {
        List<String> all = new ArrayList<>(ids(first));
        all.addAll(ids(second));
        return all;
    }

    /** That many ids, none of them known but perhaps the last. */
    private static List<String> idsEndingWith(String last, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            ids.add(String.format("i-0ffffffffffff%04x", i));
        }
        ids.add(last);
        return ids;
    }

    private static void assertRefused(String code, ThrowingCallable request) {
        assertThatExceptionOfType(Ec2Exception.class)
                .isThrownBy(request)
                .satisfies(
                        error -> assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code));
    }
}
