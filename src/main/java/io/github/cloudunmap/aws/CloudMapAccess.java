package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.AwsClients.Credentials;
import io.github.cloudunmap.aws.RefCounted.Lease;
import io.github.cloudunmap.aws.call.AwsCall;
import io.github.cloudunmap.aws.call.RateLimiter;
import io.github.cloudunmap.aws.call.RateLimiter.Rate;
import io.github.cloudunmap.aws.cloudmap.CloudMapCatalog;
import io.github.cloudunmap.aws.cloudmap.CloudMapDeregistrar;
import io.github.cloudunmap.aws.cloudmap.CloudMapOperations;
import io.github.cloudunmap.aws.cloudmap.CloudMapRegistrar;
import io.github.cloudunmap.aws.cloudmap.CloudMapRegistry;
import io.github.cloudunmap.aws.cloudmap.RemovalPace;
import io.github.cloudunmap.config.ServiceConfig;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/**
 * The access to Cloud Map in one region with one identity. All services with this region and this identity share one
 * client and one set of rate limiters, because AWS limits their requests together.
 */
record CloudMapAccess(
        AwsCall calls,
        ServiceDiscoveryClient client,
        String region,
        CloudMapOperations operations,
        RateLimiter lists,
        CloudMapCatalog.Limits listings,
        RemovalPace removals,
        Lease<Credentials> credentials)
        implements AutoCloseable {
    /** @param rates makes a rate limiter for a rate */
    static CloudMapAccess of(
            AwsCall calls,
            ServiceDiscoveryClient client,
            String region,
            Function<Supplier<Rate>, RateLimiter> rates,
            IntSupplier listRate,
            RemovalPace removals,
            Lease<Credentials> credentials) {
        return new CloudMapAccess(
                calls,
                client,
                region,
                new CloudMapOperations(calls, client, rates.apply(() -> RequestRates.GET_OPERATION), region),
                rates.apply(() -> RequestRates.listInstances(listRate.getAsInt())),
                new CloudMapCatalog.Limits(
                        rates.apply(() -> RequestRates.LIST_NAMESPACES),
                        rates.apply(() -> RequestRates.LIST_SERVICES),
                        rates.apply(() -> RequestRates.GET_SERVICE),
                        rates.apply(() -> RequestRates.LIST_TAGS)),
                removals,
                credentials);
    }

    CloudMapCatalog catalog(Runnable closing) {
        return new CloudMapCatalog(calls, client, listings, region, closing);
    }

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
