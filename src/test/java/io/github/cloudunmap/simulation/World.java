package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.RegisteredInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is true in AWS, whatever its APIs answer: the machines and the registrations. */
final class World {
    static final String OURS = "111111111111";
    static final String ANOTHERS = "222222222222";

    /** What Cloud Map never removes. */
    static final String STUCK = "host-0";

    /**
     * A registration. Its form is all its attributes: registering the same again makes a new registration of the same
     * form. All times in nanoseconds.
     *
     * @param madeAt when it was made
     * @param inThisFormSince since when its id has been registered in no other form
     * @param timesMade how often it was made in this form, this time included
     */
    record Registration(RegisteredInstance instance, long madeAt, long inThisFormSince, int timesMade) {}

    private record Form(String id, Map<String, String> attributes) {
        static Form of(RegisteredInstance instance) {
            return new Form(instance.id(), instance.attributes());
        }
    }

    /** One Cloud Map service, and what was registered in it ever. */
    private static final class Service {
        final Map<String, Registration> registered = new LinkedHashMap<>();
        final Map<String, Registration> latest = new HashMap<>();
        final Map<Form, Integer> timesMade = new HashMap<>();

        void register(RegisteredInstance instance, long now) {
            Form form = Form.of(instance);
            int times = timesMade.merge(form, 1, Integer::sum);
            long since = Optional.ofNullable(latest.get(instance.id()))
                    .filter(before -> Form.of(before.instance).equals(form))
                    .map(Registration::inThisFormSince)
                    .orElse(now);
            Registration registration = new Registration(instance, now, since, times);
            latest.put(instance.id(), registration);
            registered.put(instance.id(), registration);
        }

        void forget(String id) {
            latest.remove(id);
            timesMade.keySet().removeIf(form -> form.id.equals(id));
        }
    }

    private final Map<String, Machine> machines = new LinkedHashMap<>();
    /** They live for ever, and only its own credentials show them. */
    private final Map<String, Machine> anothers = new LinkedHashMap<>();

    private final Map<String, Service> services = new HashMap<>();
    /** Those that do not exist, although others speak of them. */
    private final Set<String> closed = new HashSet<>();

    private BiConsumer<String, String> freed = (service, id) -> {};
    private Consumer<Machine> changed = machine -> {};

    void add(Machine machine) {
        machines.put(machine.id, machine);
        machine.whenChanged(changed);
        changed.accept(machine);
    }

    void addAnothers(Machine machine) {
        anothers.put(machine.id, machine);
    }

    Collection<Machine> anothers() {
        return anothers.values();
    }

    @Nullable
    Machine anothers(String id) {
        return anothers.get(id);
    }

    /** EC2 no longer shows it. */
    void forget(Machine machine) {
        machine.forget();
        machines.remove(machine.id);
    }

    /** Nobody will register under this id again. */
    void forgetForms(String id) {
        services.values().forEach(service -> service.forget(id));
    }

    Collection<Machine> machines() {
        return machines.values();
    }

    @Nullable
    Machine machine(String id) {
        return machines.get(id);
    }

    /** The instances of a registration: those whose EC2 ids it names, wherever they are. */
    List<Machine> machinesOf(RegisteredInstance instance) {
        List<Machine> found = new ArrayList<>();
        for (String id : Names.ec2Ids(instance)) {
            Machine machine = machines.get(id);
            if (machine != null) {
                found.add(machine);
            }
        }
        return found;
    }

    List<Registration> registrations(String serviceId) {
        return new ArrayList<>(of(serviceId).registered.values());
    }

    @Nullable
    Registration registration(String serviceId, String id) {
        return of(serviceId).registered.get(id);
    }

    /** The service is created. */
    void open(String serviceId) {
        closed.remove(serviceId);
    }

    /** The service is deleted, with all that is registered in it. */
    void close(String serviceId) {
        closed.add(serviceId);
        registrations(serviceId)
                .forEach(registration ->
                        deregister(serviceId, registration.instance().id()));
    }

    boolean isOpen(String serviceId) {
        return !closed.contains(serviceId);
    }

    void register(String serviceId, RegisteredInstance instance, long now) {
        of(serviceId).register(instance, now);
    }

    void deregister(String serviceId, String id) {
        if (of(serviceId).registered.remove(id) != null) {
            freed.accept(serviceId, id);
        }
    }

    /** @param listener told of every service and id that is no longer registered */
    void whenFreed(BiConsumer<String, String> listener) {
        freed = listener;
    }

    /** @param listener told of every machine that has a new state, also of one that is launched */
    void whenChanged(Consumer<Machine> listener) {
        changed = listener;
    }

    /** By the id alone, where the service is named by its ARN. */
    private Service of(String serviceId) {
        return services.computeIfAbsent(serviceId.substring(serviceId.lastIndexOf('/') + 1), s -> new Service());
    }
}
