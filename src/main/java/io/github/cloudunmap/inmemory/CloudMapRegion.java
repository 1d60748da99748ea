package io.github.cloudunmap.inmemory;

import io.github.cloudunmap.inmemory.CloudMapService.Registration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The Cloud Map services of one account in one region. Any thread may call this class. Each call about registrations
 * or operations is atomic. If a service or an instance does not exist, the call throws the {@link ApiError} that
 * Cloud Map answers in this case.
 */
public final class CloudMapRegion {
    private final Serial serial;
    private final String account;
    private final CloudMapCatalog catalog;
    private final Map<String, CloudMapService> services = new LinkedHashMap<>();
    private final Map<String, CloudMapOperation> operations = new LinkedHashMap<>();
    /**
     * The changes that pending operations will make, by operation id. A change is made when its operation succeeds.
     */
    private final Map<String, Runnable> effects = new LinkedHashMap<>();

    private final List<BiConsumer<String, String>> removalHooks = new ArrayList<>();
    private boolean holding;
    private int failuresToCome;
    private CloudMapOperation.@Nullable Failure failure;

    CloudMapRegion(Serial serial, String account) {
        this.serial = serial;
        this.account = account;
        this.catalog = new CloudMapCatalog(serial, account);
    }

    /** The namespaces, and the names and tags of the services. */
    public CloudMapCatalog catalog() {
        return catalog;
    }

    /** Creates a service with this id, and returns the id. */
    public synchronized String createService(String id) {
        if (services.putIfAbsent(id, new CloudMapService(id)) != null) {
            throw ApiError.badRequest("ServiceAlreadyExists", "Service already exists: " + id);
        }
        return id;
    }

    /** Creates a service in a namespace, and returns its id. */
    public String createService(String id, String namespace, String name) {
        catalog.put(createService(id), namespace, name);
        return id;
    }

    /** Deletes the service with all its registrations. */
    public synchronized void deleteService(String id) {
        catalog.remove(service(id).id());
        services.remove(id);
    }

    /** Registers the instance at once. If it is registered already, replaces its attributes. */
    public void register(String service, String instance, Map<String, String> attributes) {
        register(service, instance, attributes, account);
    }

    /** Registers the instance at once, in the name of an account with which the namespace is shared. */
    public synchronized void register(
            String service, String instance, Map<String, String> attributes, String createdBy) {
        service(service).checkRoomFor(instance);
        service(service).put(new Registration(instance, attributes, createdBy));
    }

    /** Removes the registration at once. */
    public synchronized void deregister(String service, String instance) {
        registration(service, instance);
        service(service).remove(instance);
    }

    /** Returns the attributes of all registered instances by instance id, in the order of the ids. */
    public synchronized Map<String, Map<String, String>> instances(String service) {
        Map<String, Map<String, String>> instances = new LinkedHashMap<>();
        service(service).all().forEach(each -> instances.put(each.id(), each.attributes()));
        return instances;
    }

    /** Returns the ids of the services, in the order of their creation. */
    public synchronized List<String> services() {
        return List.copyOf(services.keySet());
    }

    /**
     * Begins to register the instance, as another client's RegisterInstance does. The operation stays pending until
     * {@link #releaseOperations}.
     *
     * @return the id of the operation
     */
    public synchronized String beginRegistration(String service, String instance, Map<String, String> attributes) {
        CloudMapService target = service(service);
        return begin(
                "REGISTER_INSTANCE",
                targets(target, instance),
                () -> target.put(new Registration(instance, attributes, account)));
    }

    /** Begins to deregister the instance. The operation stays pending until {@link #releaseOperations}. */
    public synchronized String beginDeregistration(String service, String instance) {
        registration(service, instance);
        CloudMapService target = service(service);
        return begin("DEREGISTER_INSTANCE", targets(target, instance), () -> target.remove(instance));
    }

    /**
     * From now on, the operation of each request stays pending until {@link #releaseOperations}. A pending operation
     * has not changed anything yet.
     */
    public synchronized void holdOperations() {
        holding = true;
    }

    /** Ends all pending operations. From now on, the operation of each request ends at once. */
    public synchronized void releaseOperations() {
        holding = false;
        List.copyOf(effects.keySet()).forEach(this::end);
    }

    /**
     * Makes {@code count} operations fail: those that end next, even if they began before this call. A failed
     * operation has no effect.
     */
    public synchronized void failNextOperations(int count, String code, String message) {
        failuresToCome = count;
        failure = new CloudMapOperation.Failure(code, message);
    }

    /**
     * Runs the hook whenever a DeregisterInstance is accepted, with the ids of the service and the instance. The
     * hook's thread holds the lock of this object. So no other thread can read or change the region's registrations
     * until the hook returns.
     */
    public synchronized void onAcceptedRemoval(BiConsumer<String, String> hook) {
        removalHooks.add(hook);
    }

    /** Returns every operation so far, in the order of their start. */
    public synchronized List<CloudMapOperation> operations() {
        return List.copyOf(operations.values());
    }

    synchronized String startRegistration(
            String service, String instance, Map<String, String> attributes, String createdBy) {
        CloudMapService target = service(service);
        target.checkRoomFor(instance);
        return start(
                "REGISTER_INSTANCE",
                target,
                instance,
                () -> target.put(new Registration(instance, attributes, createdBy)));
    }

    synchronized String startDeregistration(String service, String instance) {
        registration(service, instance);
        CloudMapService target = service(service);
        String operation = start("DEREGISTER_INSTANCE", target, instance, () -> target.remove(instance));
        removalHooks.forEach(hook -> hook.accept(service, instance));
        return operation;
    }

    String createService() {
        return createService(serial.id("srv-"));
    }

    synchronized String startNamespace(String name) {
        String id = serial.id("ns-");
        return begun(begin("CREATE_NAMESPACE", Map.of("NAMESPACE", id), () -> catalog.createNamespace(id, name)));
    }

    synchronized CloudMapService.Page page(String service, String afterId, int size) {
        return service(service).page(afterId, size);
    }

    synchronized Registration registration(String service, String instance) {
        return service(service)
                .find(instance)
                .orElseThrow(() -> ApiError.badRequest("InstanceNotFound", "Instance not found: " + instance));
    }

    synchronized Optional<CloudMapOperation> operation(String id) {
        return Optional.ofNullable(operations.get(id));
    }

    private CloudMapService service(String id) {
        CloudMapService service = services.get(id);
        if (service == null) {
            throw ApiError.badRequest("ServiceNotFound", "Service not found: " + id);
        }
        return service;
    }

    private String start(String type, CloudMapService service, String instance, Runnable effect) {
        Map<String, String> targets = targets(service, instance);
        for (String pending : effects.keySet()) {
            if (operation(pending).orElseThrow().targets().equals(targets)) {
                throw ApiError.duplicateRequest(pending);
            }
        }
        return begun(begin(type, targets, effect));
    }

    private static Map<String, String> targets(CloudMapService service, String instance) {
        return Map.of("SERVICE", service.id(), "INSTANCE", instance);
    }

    private String begun(String operation) {
        if (!holding) {
            end(operation);
        }
        return operation;
    }

    private String begin(String type, Map<String, String> targets, Runnable effect) {
        String id = serial.uuid();
        operations.put(id, new CloudMapOperation(id, type, CloudMapOperation.Status.PENDING, targets, null));
        effects.put(id, effect);
        return id;
    }

    private void end(String id) {
        Runnable effect = Objects.requireNonNull(effects.remove(id));
        CloudMapOperation operation = Objects.requireNonNull(operations.get(id));
        CloudMapOperation.Failure reason = failuresToCome > 0 ? failure : null;
        failuresToCome = Math.max(0, failuresToCome - 1);
        if (reason == null) {
            effect.run();
        }
        operations.put(id, operation.ended(reason));
    }
}
