package io.github.cloudunmap.aws;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.RemovalResult;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/** Removes registrations from one Cloud Map service. */
final class CloudMapDeregistrar implements Deregistrar {
    private final AwsCall calls;
    private final ServiceDiscoveryClient client;
    private final String serviceId;
    private final String region;

    CloudMapDeregistrar(AwsCall calls, ServiceDiscoveryClient client, String serviceId, String region) {
        this.calls = calls;
        this.client = client;
        this.serviceId = serviceId;
        this.region = region;
    }

    @Override
    public RemovalResult deregister(String instanceId) {
        try {
            calls.within(
                    "DeregisterInstance of service " + serviceId + " in " + region,
                    () -> client.deregisterInstance(
                            request -> request.serviceId(serviceId).instanceId(instanceId)));
            return RemovalResult.DEREGISTERED;
        } catch (ApiFailure failure) {
            return switch (failure.code()) {
                case "InstanceNotFound" -> RemovalResult.ALREADY_GONE;
                case "DuplicateRequest" -> RemovalResult.UNDER_WAY;
                default -> throw failure;
            };
        }
    }
}
