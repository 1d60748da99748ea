package io.github.cloudunmap.aws.cloudmap;

import io.github.cloudunmap.aws.call.AwsCall;
import io.github.cloudunmap.aws.call.SendingDeadline;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar;
import io.github.cloudunmap.reconcile.Deregistrar.Deregistration;
import io.github.cloudunmap.reconcile.Deregistrar.OperationState;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.DuplicateRequestException;
import software.amazon.awssdk.services.servicediscovery.model.Operation;
import software.amazon.awssdk.services.servicediscovery.model.OperationStatus;
import software.amazon.awssdk.services.servicediscovery.model.OperationTargetType;
import software.amazon.awssdk.services.servicediscovery.model.OperationType;

/** Removes registrations from one Cloud Map service. */
public final class CloudMapDeregistrar implements Deregistrar {

    private final AwsCall calls;
    private final ServiceDiscoveryClient client;
    private final CloudMapOperations operations;
    private final RemovalPace pace;
    private final String serviceId;
    private final String region;

    /**
     * @param pace limits the removals of all services of one region and role, because AWS throttles these services
     *     together
     */
    public CloudMapDeregistrar(
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
            @Nullable
            String operationId = calls.within(
                            what(),
                            () -> client.deregisterInstance(request -> request.serviceId(serviceId)
                                    .instanceId(instanceId)
                                    .overrideConfiguration(SendingDeadline.sentOnce(notAfter))))
                    .operationId();
            CloudMapOperations.requireId(what(), operationId);
            pace.admitted();
            return new Deregistration(RemovalResult.DEREGISTERED, operationId);
        } catch (ApiFailure failure) {
            if (failure.isThrottled()) {
                pace.throttled();
            }
            return switch (failure.code()) {
                case "InstanceNotFound" -> new Deregistration(RemovalResult.ALREADY_GONE);
                case "DuplicateRequest" -> withOperationUnderWay(otherOperation(failure), instanceId);
                default -> throw failure;
            };
        }
    }

    /**
     * Handles Cloud Map's error {@code DuplicateRequest}: another operation on the registration is under way. If the
     * other operation is a removal of the same registration, and has not failed, this removal counts as a success.
     * Otherwise this removal fails, because somebody may be registering the instance at this moment.
     *
     * @param otherId the id of the other operation
     */
    private Deregistration withOperationUnderWay(String otherId, String instanceId) {
        Operation other;
        try {
            other = operations.operation(otherId);
        } catch (ApiFailure failure) {
            throw duplicate("operation " + otherId + " is under way, and whether that is a removal is not known: "
                    + failure.getMessage());
        }
        // An operation may lack its target.
        String target = Objects.requireNonNullElse(other.targets().get(OperationTargetType.INSTANCE), instanceId);
        if (other.type() == OperationType.DEREGISTER_INSTANCE
                && other.status() != OperationStatus.FAIL
                && target.equals(instanceId)) {
            return new Deregistration(RemovalResult.UNDER_WAY);
        }
        throw duplicate("operation " + otherId + " stands in the way, a " + other.typeAsString() + " of instance "
                + target + " (" + other.statusAsString() + ")");
    }

    private String otherOperation(ApiFailure refusal) {
        return Optional.ofNullable(refusal.getCause())
                .filter(DuplicateRequestException.class::isInstance)
                .map(cause -> ((DuplicateRequestException) cause).duplicateOperationId())
                .orElseThrow(() -> duplicate("another operation is under way, and the answer does not say which"));
    }

    /**
     * Returns the failure of a removal that Cloud Map has not accepted, because another operation on the registration
     * is under way. The failure does not count as a refusal ({@link ApiFailure#isRefusal}). A refusal would mean that
     * the registration has not changed, but the other operation may remove the registration, or make it anew.
     */
    private ApiFailure duplicate(String why) {
        return new ApiFailure("DuplicateRequest", what() + ": " + why + " (DuplicateRequest)");
    }

    private String what() {
        return "DeregisterInstance of service " + serviceId + " in " + region;
    }

    @Override
    public Optional<OperationState> state(String operationId) {
        return operations.state(operationId);
    }
}
