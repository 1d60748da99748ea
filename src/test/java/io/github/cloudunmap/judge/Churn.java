package io.github.cloudunmap.judge;

import io.github.cloudunmap.inmemory.LaunchedInstance;
import io.github.cloudunmap.judge.Truth.Form;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Instances that launch, stop, start, move, end and vanish, and registrations that are made, made again, handed over
 * and taken back. One thread calls {@link #step}; any may call {@link #freed}.
 */
final class Churn {
    private static final int MOST_REGISTRATIONS = 60;
    private static final int NAMES = 8;
    private static final int LONGEST_LAG_MS = 6_000;
    private static final Duration SPARED = Duration.ofSeconds(20);
    private static final LaunchedInstance.State DYING = LaunchedInstance.State.SHUTTING_DOWN;

    private final World world;
    private final Truth truth;
    private final List<JudgedService> services;
    private final int mostHosts;
    private final Random random;
    private final Addresses addresses = new Addresses();
    private final List<Host> hosts = new ArrayList<>();
    private final List<Host> dying = new ArrayList<>();
    private final List<Host> ended = new ArrayList<>();
    private final Queue<Form> freed = new ConcurrentLinkedQueue<>();
    private @Nullable Host leftOut;

    /** @param mostHosts the most living instances of a service, beside those that nothing ever happens to */
    Churn(World world, Truth truth, List<JudgedService> services, int mostHosts, Random random) {
        this.world = world;
        this.truth = truth;
        this.services = services;
        this.mostHosts = mostHosts;
        this.random = random;
    }

    /** Registers a few instances that nothing ever happens to, so that no service ever loses all. */
    void settle() {
        for (JudgedService service : services) {
            for (String region : service.instancesRegions()) {
                for (int i = 0; i < 4; i++) {
                    String address = addresses.privateIp(region);
                    String id = world.launch(region, LaunchedInstance.running(address), Duration.ZERO);
                    world.register(service, id, Map.of("AWS_INSTANCE_IPV4", address));
                }
            }
        }
    }

    /** Tells that this registration was removed, so that a living instance may take over its id at once. */
    void freed(Form form) {
        freed.add(form);
    }

    /** Lets one thing happen. An instance that it leaves out of EC2's answers is back in them with {@link #rest}. */
    void step() {
        Form removed = freed.poll();
        if (removed != null && chance(50)) {
            takeOver(removed);
            return;
        }
        JudgedService service = any(services);
        int dice = random.nextInt(100);
        if (dice < 30) {
            arrive(service);
        } else if (dice < 46) {
            end();
        } else if (dice < 54) {
            host().ifPresent(each -> world.change(each.region(), each.id(), ec2 -> ec2.stop(each.id())));
        } else if (dice < 66) {
            host().ifPresent(each -> world.change(each.region(), each.id(), ec2 -> ec2.start(each.id())));
        } else if (dice < 70) {
            host().ifPresent(this::move);
        } else if (dice < 76) {
            again(service);
        } else if (dice < 82) {
            host().ifPresent(this::register);
        } else if (dice < 90) {
            anotherController(service);
        } else if (dice < 93) {
            truth.registrations(service).stream()
                    .filter(each -> hosts.stream()
                            .anyMatch(host -> host.id().equals(each.form().id())))
                    .findAny()
                    .ifPresent(each -> world.deregister(service, each.form().id()));
        } else if (dice < 96) {
            host().ifPresent(each -> world.lag(each.region(), each.id(), lag()));
        } else if (dice < 97) {
            host().ifPresent(this::leaveOut);
        } else {
            vanish();
        }
    }

    /** Lets EC2's answers show every instance again. */
    void rest() {
        if (leftOut != null) {
            world.reveal(leftOut.region(), leftOut.id());
            leftOut = null;
        }
    }

    private void arrive(JudgedService service) {
        long own = hosts.stream().filter(each -> each.service().equals(service)).count();
        if (own >= mostHosts) {
            end();
            return;
        }
        String region = any(service.instancesRegions());
        String privateIp = addresses.privateIp(region);
        Host.AddressKind kind = chance(50) ? Host.AddressKind.PRIVATE : any(List.of(Host.AddressKind.values()));
        LaunchedInstance instance = Host.instance(privateIp, kind, addresses);
        String id = world.launch(region, chance(10) ? instance.asManaged() : instance, lag());
        Host host = new Host(service, region, id, privateIp, Host.address(instance, kind));
        hosts.add(host);
        if (chance(85)) {
            register(host);
        }
    }

    /** Under its own id, a name that changes hands, or the id of a dead instance. */
    private void register(Host host) {
        JudgedService service = host.service();
        if (truth.registrations(service).size() >= MOST_REGISTRATIONS) {
            return;
        }
        List<Host> former = formerOf(service);
        int dice = random.nextInt(100);
        if (dice < 50) {
            world.register(service, host.id(), host.attributes());
        } else if (dice < 85 || former.isEmpty()) {
            world.register(service, "web-" + random.nextInt(NAMES), host.attributesByName());
        } else if (dice < 93) {
            world.register(service, any(former).id(), host.attributesByName());
        } else {
            Map<String, String> copied = Map.of(
                    "AWS_INSTANCE_IPV4",
                    host.address(),
                    "AWS_EC2_INSTANCE_ID",
                    any(former).id());
            world.register(service, host.id(), copied);
        }
    }

    /**
     * Dead instances of the regions that the service reads. The program takes an instance of another region for alive
     * for a day if that region has never shown its end, and leaves alone what names it.
     */
    private List<Host> formerOf(JudgedService service) {
        return ended.stream()
                .filter(each -> service.instancesRegions().contains(each.region()))
                .toList();
    }

    private void takeOver(Form removed) {
        hosts.stream()
                .filter(each -> each.service().equals(removed.service()))
                .skip(random.nextInt(3))
                .findFirst()
                .ifPresent(each -> world.register(each.service(), removed.id(), each.attributesByName()));
    }

    private void end() {
        host().ifPresent(each -> {
            hosts.remove(each);
            if (chance(30)) {
                dying.add(each);
                world.change(each.region(), each.id(), ec2 -> ec2.set(each.id(), DYING));
            } else {
                terminate(each);
            }
        });
    }

    private void terminate(Host host) {
        world.change(host.region(), host.id(), ec2 -> ec2.terminate(host.id()));
        addresses.giveBack(host.region(), host.privateIp());
        ended.add(host);
        if (chance(15)) {
            ended.remove(host);
            world.vanish(host.region(), host.id());
        }
    }

    private void vanish() {
        if (!dying.isEmpty()) {
            terminate(dying.remove(0));
        }
        if (ended.size() > 20) {
            Host oldest = ended.remove(0);
            world.vanish(oldest.region(), oldest.id());
        }
    }

    /**
     * Leaves the instance out of EC2's answers, by accident as it were. An instance that has just changed is spared:
     * an answer that lags and another one that leaves out the instance would look like a lasting "no".
     */
    private void leaveOut(Host host) {
        if (world.isTruthful(host.region()) && truth.isUnchangedFor(SPARED, host.id())) {
            world.hide(host.region(), host.id());
            leftOut = host;
        }
    }

    /** Another private address; half of the instances register under the new one. */
    private void move(Host host) {
        Host moved = host.withPrivateIp(addresses.privateIp(host.region()));
        hosts.remove(host);
        hosts.add(moved);
        world.change(
                host.region(),
                host.id(),
                ec2 -> ec2.change(host.id(), instance -> instance.withPrivateIp(moved.privateIp())));
        addresses.giveBack(host.region(), host.privateIp());
        if (chance(50)) {
            register(moved);
        }
    }

    /** The same registration once more, as an agent does that repeats itself. */
    private void again(JudgedService service) {
        List<Truth.Standing> standing = truth.registrations(service);
        if (!standing.isEmpty()) {
            Truth.Standing each = any(standing);
            if (!each.othersOwn()) {
                world.register(service, each.form().id(), each.form().attributes());
            }
        }
    }

    private void anotherController(JudgedService service) {
        List<Truth.Standing> own = truth.registrations(service).stream()
                .filter(Truth.Standing::othersOwn)
                .toList();
        if (own.size() > 6) {
            world.deregister(service, any(own).form().id());
            return;
        }
        String address = "10.200." + random.nextInt(250) + "." + (1 + random.nextInt(250));
        String name = chance(30) ? "web-" + random.nextInt(NAMES) : new UUID(random.nextLong(), 7).toString();
        Map<String, String> marks = chance(50)
                ? Map.of("ECS_SERVICE_NAME", "api", "ECS_CLUSTER_NAME", "prod", "EC2_INSTANCE_ID", "i-0badc0de")
                : Map.of("k8s.io/pod", "api-0", "k8s.io/namespace", "prod");
        Map<String, String> attributes = new HashMap<>(marks);
        attributes.put("AWS_INSTANCE_IPV4", address);
        world.registerAsAnotherController(service, name, attributes);
    }

    private Optional<Host> host() {
        return hosts.isEmpty() ? Optional.empty() : Optional.of(any(hosts));
    }

    private Duration lag() {
        return chance(50) ? Duration.ZERO : Duration.ofMillis(random.nextInt(LONGEST_LAG_MS));
    }

    private <T> T any(List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
