package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.AwsClients.Credentials;
import io.github.cloudunmap.aws.RefCounted.Lease;
import io.github.cloudunmap.aws.call.AwsCall;
import io.github.cloudunmap.aws.call.RateLimiter;
import io.github.cloudunmap.aws.cloudmap.CloudMapDeregistrar;
import io.github.cloudunmap.aws.cloudmap.CloudMapOperations;
import io.github.cloudunmap.aws.cloudmap.CloudMapRegistrar;
import io.github.cloudunmap.aws.cloudmap.CloudMapRegistry;
import io.github.cloudunmap.aws.cloudmap.RemovalPace;
import io.github.cloudunmap.config.ServiceConfig;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/**
 * Cloud Map in one region as one identity. All services in this region share the client and the rate limits, because
 * AWS limits them together.
 */
record CloudMapAccess(
        AwsCall calls,
        ServiceDiscoveryClient client,
        CloudMapOperations operations,
        RateLimiter lists,
        RemovalPace removals,
        Lease<Credentials> credentials)
        implements AutoCloseable {
    CloudMapRegistry registry(ServiceConfig service) {
        return new CloudMapRegistry(calls, client, lists, service.serviceId(), service.serviceRegion());
    }

    CloudMapDeregistrar deregistrar(ServiceConfig service) {
        return new CloudMapDeregistrar(
                calls, client, operations, removals, service.serviceId(), service.serviceRegion());
    }

    CloudMapRegistrar registrar(ServiceConfig service) {
        return new CloudMapRegistrar(calls, client, operations, service.serviceId(), service.serviceRegion());
    }

    @Override
    public void close() {
        client.close();
        credentials.close();
    }
}
