package io.github.cloudunmap.aws;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.Deregistration;
import io.github.cloudunmap.reconcile.OperationState;
import io.github.cloudunmap.reconcile.RemovalResult;
import java.util.Optional;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/** Removes registrations from one Cloud Map service. */
final class CloudMapDeregistrar implements Deregistrar {
    private final AwsCall calls;
    private final ServiceDiscoveryClient client;
    private final CloudMapOperations operations;
    private final String serviceId;
    private final String region;

    CloudMapDeregistrar(
            AwsCall calls,
            ServiceDiscoveryClient client,
            CloudMapOperations operations,
            String serviceId,
            String region) {
        this.calls = calls;
        this.client = client;
        this.operations = operations;
        this.serviceId = serviceId;
        this.region = region;
    }

    @Override
    public Deregistration deregister(String instanceId) {
        try {
            String operationId = calls.within(
                            "DeregisterInstance of service " + serviceId + " in " + region,
                            () -> client.deregisterInstance(
                                    request -> request.serviceId(serviceId).instanceId(instanceId)))
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
