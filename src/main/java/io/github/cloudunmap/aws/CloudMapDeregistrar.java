package io.github.cloudunmap.aws;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.Deregistration;
import io.github.cloudunmap.reconcile.OperationState;
import io.github.cloudunmap.reconcile.RemovalResult;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/** Removes registrations from one Cloud Map service. */
final class CloudMapDeregistrar implements Deregistrar {
    private final AwsCall calls;
    private final ServiceDiscoveryClient client;
    private final CloudMapOperations operations;
    private final AwsRequestOverrideConfiguration removals;
    private final String serviceId;
    private final String region;

    /** @param removals how the requests are sent; shared by all services that AWS throttles together */
    CloudMapDeregistrar(
            AwsCall calls,
            ServiceDiscoveryClient client,
            CloudMapOperations operations,
            AwsRequestOverrideConfiguration removals,
            String serviceId,
            String region) {
        this.calls = calls;
        this.client = client;
        this.operations = operations;
        this.removals = removals;
        this.serviceId = serviceId;
        this.region = region;
    }

    @Override
    public Deregistration deregister(String instanceId) {
        try {
            String operationId = calls.within(
                            "DeregisterInstance of service " + serviceId + " in " + region,
                            () -> client.deregisterInstance(request -> request.serviceId(serviceId)
                                    .instanceId(instanceId)
                                    .overrideConfiguration(removals)))
                    .operationId();
            return new Deregistration(RemovalResult.DEREGISTERED, operationId);
        } catch (ApiFailure failure) {
            return switch (failure.code()) {
                case "InstanceNotFound" -> new Deregistration(RemovalResult.ALREADY_GONE);
                case "DuplicateRequest" -> new Deregistration(RemovalResult.UNDER_WAY);
                default -> throw failure;
            };
        }
    }

    @Override
    public Optional<OperationState> state(String operationId) {
        return operations.state(operationId);
    }
}
