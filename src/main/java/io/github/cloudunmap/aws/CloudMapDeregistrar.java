package io.github.cloudunmap.aws;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.Deregistration;
import io.github.cloudunmap.reconcile.OperationState;
import io.github.cloudunmap.reconcile.RemovalResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/** Removes registrations from one Cloud Map service. */
final class CloudMapDeregistrar implements Deregistrar {
    private final AwsCall calls;
    private final ServiceDiscoveryClient client;
    private final CloudMapOperations operations;
    private final RemovalPace pace;
    private final String serviceId;
    private final String region;

    /** @param pace shared by all services that AWS throttles together */
    CloudMapDeregistrar(
            AwsCall calls,
            ServiceDiscoveryClient client,
            CloudMapOperations operations,
            RemovalPace pace,
            String serviceId,
            String region) {
        this.calls = calls;
        this.client = client;
        this.operations = operations;
        this.pace = pace;
        this.serviceId = serviceId;
        this.region = region;
    }

    @Override
    public CompletableFuture<Void> turn() {
        return pace.turn();
    }

    @Override
    public Deregistration deregister(String instanceId, long notAfter) {
        try {
            String operationId = calls.within(
                            "DeregisterInstance of service " + serviceId + " in " + region,
                            () -> client.deregisterInstance(request -> request.serviceId(serviceId)
                                    .instanceId(instanceId)
                                    .overrideConfiguration(AwsClients.sentOnce(notAfter))))
                    .operationId();
            pace.admitted();
            return new Deregistration(RemovalResult.DEREGISTERED, operationId);
        } catch (ApiFailure failure) {
            if (failure.isThrottled()) {
                pace.throttled();
            }
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
