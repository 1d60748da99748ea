package io.github.cloudunmap.aws;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Ec2Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.InstancePrivateIpAddress;

/** Reads EC2 through the SDK, each page turned into our records before the next is asked for. */
final class SdkEc2Reader implements Ec2Reader {
    /** EC2's own maximum for {@code MaxResults}. */
    private static final int PAGE = 1000;
    /** An answer for 200 ids fits one page; EC2 may split it, but not without end. */
    private static final int MOST_PAGES = 100;

    /** What the SDK has for an answer without a request id. */
    private static final String UNKNOWN = "UNKNOWN";

    private static final Map<String, Ec2Instance.State> STATES = Map.of(
            "pending", Ec2Instance.State.PENDING,
            "running", Ec2Instance.State.RUNNING,
            "stopping", Ec2Instance.State.STOPPING,
            "stopped", Ec2Instance.State.STOPPED,
            "shutting-down", Ec2Instance.State.SHUTTING_DOWN,
            "terminated", Ec2Instance.State.TERMINATED);

    /** What a scan is to show: it is believed where it shows an instance alive, and nowhere else. */
    private static final Filter LIVE = Filter.builder()
            .name("instance-state-name")
            .values("pending", "running", "stopping", "stopped")
            .build();

    private final AwsCall calls;
    private final Ec2Client client;
    private final String what;

    SdkEc2Reader(AwsCall calls, Ec2Client client, String region) {
        this.calls = calls;
        this.client = client;
        this.what = "DescribeInstances in " + region;
    }

    @Override
    public Answer describe(Set<String> ids) {
        Filter byId = Filter.builder().name("instance-id").values(ids).build();
        List<Ec2Instance> instances = new ArrayList<>();
        String token = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            DescribeInstancesResponse answer = page(byId, token);
            instances.addAll(instances(answer));
            token = tokenAfter(answer);
            if (token == null) {
                return new Answer(answer.responseMetadata().requestId(), instances);
            }
        }
        throw new ApiFailure(
                "UnreadableAnswer", what + ": more than " + MOST_PAGES + " pages for " + ids.size() + " ids");
    }

    @Override
    public Page scan(@Nullable String token) {
        DescribeInstancesResponse answer = page(LIVE, token);
        return new Page(answer.responseMetadata().requestId(), instances(answer), tokenAfter(answer));
    }

    private static List<Ec2Instance> instances(DescribeInstancesResponse answer) {
        return answer.reservations().stream()
                .flatMap(reservation ->
                        reservation.instances().stream().map(instance -> read(instance, reservation.ownerId())))
                .toList();
    }

    private static @Nullable String tokenAfter(DescribeInstancesResponse answer) {
        return answer.nextToken() == null || answer.nextToken().isEmpty() ? null : answer.nextToken();
    }

    private DescribeInstancesResponse page(Filter filter, @Nullable String token) {
        DescribeInstancesResponse answer = calls.within(
                what,
                () -> client.describeInstances(
                        request -> request.filters(filter).maxResults(PAGE).nextToken(token)));
        // A page of a proxy's, or a body cut off in the wrong place, must not pass for a region without instances.
        if (!answer.hasReservations()
                || UNKNOWN.equals(answer.responseMetadata().requestId())) {
            throw new ApiFailure("UnreadableAnswer", what + ": the answer lists no reservations, so it is not EC2's");
        }
        return answer;
    }

    private static Ec2Instance read(Instance instance, @Nullable String ownerId) {
        Stream<String> own = Stream.of(instance.privateIpAddress(), instance.publicIpAddress());
        Stream<String> ofInterfaces = instance.networkInterfaces().stream().flatMap(SdkEc2Reader::addresses);
        return new Ec2Instance(
                instance.instanceId(),
                state(instance),
                Stream.concat(own, ofInterfaces)
                        .filter(address -> address != null && !address.isEmpty())
                        .distinct()
                        .toList(),
                Objects.requireNonNullElse(ownerId, ""));
    }

    private static Stream<@Nullable String> addresses(InstanceNetworkInterface networkInterface) {
        return Stream.concat(
                Stream.of(networkInterface.privateIpAddress(), publicAddress(networkInterface.association())),
                networkInterface.privateIpAddresses().stream()
                        .flatMap((InstancePrivateIpAddress address) ->
                                Stream.of(address.privateIpAddress(), publicAddress(address.association()))));
    }

    private static @Nullable String publicAddress(@Nullable InstanceNetworkInterfaceAssociation association) {
        return association == null ? null : association.publicIp();
    }

    private static Ec2Instance.State state(Instance instance) {
        String name = instance.state() == null ? null : instance.state().nameAsString();
        return STATES.getOrDefault(String.valueOf(name), Ec2Instance.State.UNRECOGNIZED);
    }
}
