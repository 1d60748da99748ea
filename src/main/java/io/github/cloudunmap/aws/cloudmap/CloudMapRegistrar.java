package io.github.cloudunmap.aws.cloudmap;

import io.github.cloudunmap.aws.call.AwsCall;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar.OperationState;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import java.util.Optional;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/** Registers instances in one Cloud Map service. Only the restore command uses it. */
public final class CloudMapRegistrar {
    private final AwsCall calls;
    private final ServiceDiscoveryClient client;
    private final CloudMapOperations operations;
    private final String serviceId;
    private final String region;

    public CloudMapRegistrar(
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

    /**
     * Registers the instance with its attributes, except those that Cloud Map fills in itself.
     *
     * @return the id of the operation, which can still be under way in Cloud Map when the method returns
     * @throws ApiFailure if Cloud Map does not accept the registration
     */
    public String register(RegisteredInstance instance) {
        String what = "RegisterInstance of service " + serviceId + " in " + region;
        String operation = calls.within(
                        what,
                        () -> client.registerInstance(request -> request.serviceId(serviceId)
                                .instanceId(instance.id())
                                .attributes(instance.attributesToRegister())))
                .operationId();
        CloudMapOperations.requireId(what, operation);
        return operation;
    }

    /**
     * Reads the state of a registration or a removal that Cloud Map has accepted; empty if Cloud Map has forgotten the
     * operation, or if AWS denies GetOperation.
     *
     * @throws ApiFailure if the state could not be read this time
     */
    public Optional<OperationState> state(String operation) {
        return operations.state(operation);
    }
}
