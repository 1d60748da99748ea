package io.github.cloudunmap.aws.cloudmap;

import io.github.cloudunmap.aws.call.AwsCall;
import io.github.cloudunmap.aws.call.RateLimiter;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.ServiceRegistry;
import io.github.cloudunmap.text.OneLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.Instance;
import software.amazon.awssdk.services.servicediscovery.model.InstanceSummary;
import software.amazon.awssdk.services.servicediscovery.model.ListInstancesResponse;

/** Reads one Cloud Map service. */
public final class CloudMapRegistry implements ServiceRegistry {
    /** Cloud Map's own maximum for {@code MaxResults} of ListInstances. */
    private static final int PAGE = 100;
    /**
     * The most pages that are read, so that even an endless list ends. A list has ten full pages at most, because a
     * fixed quota of Cloud Map limits a service to 1,000 instances.
     */
    private static final int MOST_PAGES = 1000;

    private final AwsCall calls;
    private final ServiceDiscoveryClient client;
    private final RateLimiter lists;
    private final String serviceId;
    private final String where;
    /** Whether {@link #takeTurn} has taken the turn for the next page. */
    private final AtomicBoolean hasTurn = new AtomicBoolean();

    /**
     * @param lists limits ListInstances for all services of one region and role, because AWS throttles these services
     *     together
     */
    public CloudMapRegistry(
            AwsCall calls, ServiceDiscoveryClient client, RateLimiter lists, String serviceId, String region) {
        this.calls = calls;
        this.client = client;
        this.lists = lists;
        this.serviceId = serviceId;
        this.where = " of service " + serviceId + " in " + region;
    }

    @Override
    public long takeTurn() {
        long wait = lists.takeIfFree();
        if (wait == 0) {
            hasTurn.set(true);
        }
        return wait;
    }

    @Override
    public List<RegisteredInstance> list() {
        // Keyed by id, because an instance can be on two pages if registrations change while the list is read.
        Map<String, RegisteredInstance> instances = new LinkedHashMap<>();
        Set<String> tokens = new HashSet<>();
        String token = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            ListInstancesResponse answer = page(token);
            answer.instances().stream()
                    .map(this::registered)
                    .forEach(registered -> instances.put(registered.id(), registered));
            token = answer.nextToken();
            if (token == null || token.isEmpty()) {
                return new ArrayList<>(instances.values());
            } else if (!tokens.add(token)) {
                throw unreadable("ListInstances", "the token of a page came again, so it has no end");
            }
        }
        throw unreadable("ListInstances", "more than " + MOST_PAGES + " pages");
    }

    private ListInstancesResponse page(@Nullable String token) {
        // A pass has waited for a turn only for the first page of its first list. Further pages, and lists that are
        // read again right before a removal, are requested without a wait. So that the rate is kept all the same,
        // later passes wait longer for their turns.
        if (!hasTurn.getAndSet(false)) {
            lists.charge();
        }
        ListInstancesResponse answer = calls.within(
                "ListInstances" + where,
                () -> client.listInstances(
                        request -> request.serviceId(serviceId).maxResults(PAGE).nextToken(token)));
        if (!answer.hasInstances()) {
            throw unreadable("ListInstances", "the answer has no list, so it is not Cloud Map's");
        }
        return answer;
    }

    @Override
    public Optional<RegisteredInstance> get(String instanceId) {
        try {
            Instance instance = calls.within(
                            "GetInstance" + where,
                            () -> client.getInstance(
                                    request -> request.serviceId(serviceId).instanceId(instanceId)))
                    .instance();
            if (instance == null) {
                throw unreadable("GetInstance", "the answer has no instance");
            }
            RegisteredInstance registered =
                    registered("GetInstance", instance.id(), instance.attributes(), instance.createdByAccount());
            if (!registered.id().equals(instanceId)) {
                throw unreadable("GetInstance", "the answer is about another instance");
            }
            return Optional.of(registered);
        } catch (ApiFailure failure) {
            if (failure.code().equals("InstanceNotFound")) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private RegisteredInstance registered(@Nullable InstanceSummary shown) {
        return shown == null
                ? registered("ListInstances", null, Map.of(), null)
                : registered("ListInstances", shown.id(), shown.attributes(), shown.createdByAccount());
    }

    /**
     * Checks that the registration has an id, and a value for each of its attributes. Every registration in Cloud Map
     * has both.
     */
    private RegisteredInstance registered(
            String operation,
            @Nullable String id,
            Map<String, @Nullable String> attributes,
            @Nullable String createdBy) {
        if (id == null || id.isEmpty()) {
            throw unreadable(operation, "the answer has a registration without an id");
        }
        attributes.forEach((name, value) -> {
            if (value == null) {
                throw unreadable(
                        operation,
                        "the answer has no value for the attribute " + OneLine.quote(name) + " of instance "
                                + OneLine.quote(id));
            }
        });
        return new RegisteredInstance(id, attributes, createdBy);
    }

    private ApiFailure unreadable(String operation, String why) {
        return new ApiFailure("UnreadableAnswer", operation + where + ": " + why);
    }
}
