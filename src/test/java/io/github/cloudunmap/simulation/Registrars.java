package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.simulation.World.Registration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Those who register and deregister: the instances themselves, operators, and other controllers. */
final class Registrars {
    private final Scheduler scheduler;
    private final Random random;
    private final World world;
    private final Addresses addresses;
    private final Ipv6 ipv6;
    private final Map<String, List<String>> homes;
    private final List<String> services;
    private final Traits traits;

    /** @param homes by service, the regions that it always reads; from others an instance registers with its region */
    Registrars(
            Scheduler scheduler,
            Random random,
            World world,
            Addresses addresses,
            Ipv6 ipv6,
            Map<String, List<String>> homes,
            Traits traits) {
        this.traits = traits;
        this.scheduler = scheduler;
        this.random = random;
        this.world = world;
        this.addresses = addresses;
        this.ipv6 = ipv6;
        this.homes = homes;
        this.services = List.copyOf(homes.keySet().stream().sorted().toList());
    }

    List<String> services() {
        return services;
    }

    /** The instance registers itself, unless it cannot. */
    void register(String service, Machine machine) {
        if (machine.isLive() && machine.state() != State.STOPPED) {
            register(service, own(machine), machine);
        }
    }

    /** By its own id, or by a name that the next of its kind takes over; always the same of one instance. */
    private static String own(Machine machine) {
        int kind = Math.floorMod(machine.id.hashCode(), 6);
        return kind < 3 ? machine.id : "web-" + kind;
    }

    private void register(String service, String id, Machine machine) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put(Names.ADDRESS, anyIpv4(machine));
        ipv6.registered(machine.addresses()).forEach(address -> {
            attributes.put(Names.IPV6_ADDRESS, address);
            if (ipv6.isAlone()) {
                attributes.remove(Names.ADDRESS);
            }
        });
        if (!id.equals(machine.id)) {
            attributes.put(Names.EC2_ID, machine.id);
        }
        boolean isElsewhere = !homes.getOrDefault(service, List.of()).contains(machine.region);
        if (isElsewhere || machine.id.hashCode() % 5 == 0) {
            boolean byZone = machine.id.hashCode() % 2 == 0;
            attributes.put(byZone ? Names.ZONE : Names.REGION, byZone ? machine.region + "a" : machine.region);
        }
        register(service, new RegisteredInstance(id, attributes, random.nextInt(3) == 0 ? untold() : World.OURS));
    }

    private String anyIpv4(Machine machine) {
        return any(machine.addresses().stream()
                .filter(address -> !Ipv6.is(address))
                .toList());
    }

    private @Nullable String untold() {
        return traits.accountsAreTold() ? World.OURS : null;
    }

    private void register(String service, RegisteredInstance instance) {
        if (!world.isOpen(service)) {
            return;
        }
        scheduler.tell(() -> service + " gets " + instance);
        world.register(service, instance, scheduler.now());
    }

    /** An instance registers under an id that was kept in an image, or by a name that it takes over. */
    void takeOver(Machine machine) {
        String service = any(services);
        List<Registration> registered = world.registrations(service);
        if (random.nextBoolean()) {
            registered.removeIf(registration ->
                    world.machinesOf(registration.instance()).stream().anyMatch(Machine::isLive));
        }
        if (!registered.isEmpty()) {
            takeOver(service, any(registered).instance().id(), machine);
        }
    }

    void takeOver(String service, String id, Machine machine) {
        if (machine.isLive() && machine.state() != State.STOPPED && !id.equals(World.STUCK)) {
            register(service, id, machine);
        }
    }

    /** Some instance registers under the id that another has had, if it is still registered. */
    void takeOverFrom(Machine dead, Machine successor) {
        for (String service : services) {
            if (world.registration(service, dead.id) != null) {
                takeOver(service, dead.id, successor);
            }
        }
    }

    /** An instance names itself rightly, beside an EC2 id that was kept in an image. */
    void registerWithAnImagesId(Machine machine, String otherId) {
        String service = any(services);
        if (machine.isLive() && homes.getOrDefault(service, List.of()).contains(machine.region)) {
            register(
                    service,
                    new RegisteredInstance(
                            machine.id, Map.of(Names.ADDRESS, anyIpv4(machine), Names.EC2_ID, otherId), World.OURS));
        }
    }

    /** What is registered is registered again, the same or with a weight that nobody reads. */
    void registerAgain() {
        String service = any(services);
        List<Registration> registered = world.registrations(service);
        if (!registered.isEmpty()) {
            RegisteredInstance instance = any(registered).instance();
            Map<String, String> attributes = new HashMap<>(instance.attributes());
            if (random.nextInt(4) == 0) {
                attributes.put("weight", String.valueOf(random.nextInt(3)));
            }
            register(service, new RegisteredInstance(instance.id(), attributes, instance.createdByAccount()));
        }
    }

    void registerSomethingElse() {
        String address = addresses.ofAnInterface();
        RegisteredInstance instance = switch (random.nextInt(6)) {
            case 0 ->
                new RegisteredInstance("alias-" + random.nextInt(3), Map.of("AWS_ALIAS_DNS_NAME", "lb"), untold());
            case 1 -> anothers(any(List.copyOf(world.anothers())));
            case 2 -> new RegisteredInstance("host-" + random.nextInt(3), Map.of(Names.ADDRESS, address), untold());
            case 3 -> task(address);
            case 4 -> pod(address);
            default ->
                new RegisteredInstance(
                        Names.ec2Id(0xe0000 + random.nextInt(5)), Map.of(Names.ADDRESS, address), World.OURS);
        };
        register(any(services), instance);
    }

    private static RegisteredInstance anothers(Machine machine) {
        return new RegisteredInstance(
                machine.id,
                Map.of(Names.ADDRESS, machine.addresses().get(0), Names.REGION, machine.region),
                World.ANOTHERS);
    }

    /** Amazon ECS registers a task, also under a name that an instance had before. */
    private RegisteredInstance task(String address) {
        return new RegisteredInstance(
                random.nextInt(4) == 0 ? "web-" + (3 + random.nextInt(3)) : "7f3e0f2a-task-" + random.nextInt(3),
                Map.of(Names.ADDRESS, address, "ECS_SERVICE_NAME", "api", "ECS_CLUSTER_NAME", "main"),
                World.OURS);
    }

    /** A Kubernetes controller registers a pod. */
    private static RegisteredInstance pod(String address) {
        return new RegisteredInstance(address, Map.of(Names.ADDRESS, address, "k8s.io/pod", "api-7d4"), World.OURS);
    }

    void deregisterSomething() {
        String service = any(services);
        List<Registration> registrations = world.registrations(service);
        if (!registrations.isEmpty()) {
            world.deregister(service, any(registrations).instance().id());
        }
    }

    /** An instance that ends takes its leave, where it is registered by its own id. */
    void deregister(Machine machine) {
        services.forEach(service -> world.deregister(service, machine.id));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
