package io.github.cloudunmap.inmemory;

import io.github.cloudunmap.inmemory.LaunchedInstance.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Answers the operations of EC2's query protocol. A change of state is complete at once, although the answer names a
 * transitional state such as {@code stopping}.
 */
final class Ec2Api {
    private Ec2Api() {}

    static Answer answer(Call call, QueryParameters parameters, Account account) {
        Ec2Region region = account.ec2(call.region());
        return switch (call.operation()) {
            case "DescribeInstances" ->
                new DescribeInstances(region, account.hidesManagedResources(), parameters).answer(call);
            case "RunInstances" -> run(call, parameters, region);
            case "AssignIpv6Addresses" -> assign(call, parameters, region);
            case "TerminateInstances" -> change(call, region, State.SHUTTING_DOWN);
            case "StopInstances" -> change(call, region, State.STOPPING);
            case "StartInstances" -> change(call, region, State.PENDING);
            default ->
                throw ApiError.badRequest(
                        "InvalidAction", "The action " + call.operation() + " is not valid for this web service.");
        };
    }

    private static Answer run(Call call, QueryParameters parameters, Ec2Region region) {
        int count = parameters
                .number("MaxCount")
                .orElseThrow(() ->
                        ApiError.badRequest("MissingParameter", "The request must contain the parameter MaxCount"));
        Optional<String> privateIp = parameters.text("PrivateIpAddress");
        String reservation = region.nextReservation();
        List<LaunchedInstance> launched = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LaunchedInstance instance = LaunchedInstance.running(privateIp.orElseGet(region::nextPrivateIp))
                    .withPublicIp(region.nextPublicIp());
            String id = region.launch(instance.named("", reservation));
            launched.add(instance.named(id, reservation).in(State.PENDING));
        }
        return new Ec2Xml(call).launched(reservation, launched);
    }

    /**
     * Adds IPv6 addresses to the first interface of an instance. There are no subnets to check the addresses against.
     */
    private static Answer assign(Call call, QueryParameters parameters, Ec2Region region) {
        String interfaceId = parameters.text("NetworkInterfaceId").orElse("");
        List<String> addresses = parameters.list("Ipv6Addresses");
        LaunchedInstance owner = region.instances().stream()
                .filter(instance -> instance.interfaceId(0).equals(interfaceId))
                .findFirst()
                .orElseThrow(() -> ApiError.badRequest(
                        "InvalidNetworkInterfaceID.NotFound",
                        "The networkInterface ID '" + interfaceId + "' does not exist"));
        region.change(owner.id(), instance -> instance.withIpv6Addresses(addresses));
        return new Ec2Xml(call).assigned(interfaceId, addresses);
    }

    private static Answer change(Call call, Ec2Region region, State onTheWay) {
        List<Ec2Xml.Change> changes = DescribeInstances.existing(region, call.ids()).stream()
                .map(shown -> region.instance(shown.id()))
                .map(instance -> new Ec2Xml.Change(instance.id(), instance.state(), onTheWay))
                .collect(Collectors.toList());
        for (Ec2Xml.Change change : changes) {
            if (onTheWay != State.SHUTTING_DOWN && change.before() == State.TERMINATED) {
                throw ApiError.badRequest(
                        "IncorrectInstanceState",
                        "The instance '" + change.id() + "' is not in a state from which it can be "
                                + (onTheWay == State.PENDING ? "started." : "stopped."));
            }
        }
        for (Ec2Xml.Change change : changes) {
            switch (onTheWay) {
                case SHUTTING_DOWN -> region.terminate(change.id());
                case STOPPING -> region.stop(change.id());
                default -> region.start(change.id());
            }
        }
        return new Ec2Xml(call).changes(changes);
    }
}
