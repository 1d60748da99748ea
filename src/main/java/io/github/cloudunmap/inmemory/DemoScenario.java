package io.github.cloudunmap.inmemory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fills an {@link InMemoryAws} with services. Each service demonstrates one ability of the program. The services are
 * the same every time.
 */
public final class DemoScenario {
    /**
     * A service of the scenario, with the values for its configuration.
     *
     * @param description one line about the case that the service demonstrates
     * @param region the region of the Cloud Map service
     * @param instancesRegions the regions of the service's EC2 instances
     * @param removable the ids of the instances that the first pass removes, in the order of their registration
     */
    public record Service(
            String id, String description, String region, List<String> instancesRegions, List<String> removable) {
        public Service {
            instancesRegions = List.copyOf(instancesRegions);
            removable = List.copyOf(removable);
        }
    }

    /** The name of the namespace of the services. Each of their regions has a namespace with this name. */
    public static final String NAMESPACE = "demo.local";

    private static final String NAMESPACE_ID = "ns-demo";
    private static final String US = "us-east-1";
    private static final String EU = "eu-west-1";
    private static final int FLEET = 450;

    private final InMemoryAws aws;

    private DemoScenario(InMemoryAws aws) {
        this.aws = aws;
    }

    /** Creates the services, their registrations and the EC2 instances behind them, in the default account. */
    public static List<Service> seed(InMemoryAws aws) {
        DemoScenario scenario = new DemoScenario(aws);
        List.of(US, EU).forEach(region -> aws.cloudMap(region).catalog().createNamespace(NAMESPACE_ID, NAMESPACE));
        return List.of(
                scenario.web(),
                scenario.reusedAddress(),
                scenario.withoutAddresses(),
                scenario.allEnded(),
                scenario.fleet(),
                scenario.twoRegions(),
                scenario.nothingToDo());
    }

    /**
     * Returns a queue in the default account. From now on, EC2's events from the scenario's regions are sent to it.
     */
    public static MessageQueue eventQueue(InMemoryAws aws) {
        Account account = aws.account(InMemoryAws.DEFAULT_ACCOUNT);
        MessageQueue queue = account.queue(US, "aws-cloud-unmap-events");
        List.of(US, EU).forEach(region -> account.events(region).sendTo(queue));
        return queue;
    }

    private Service web() {
        Seeding web = new Seeding("srv-web", US);
        for (int host = 1; host <= 6; host++) {
            web.live(US, "10.1.0." + host);
        }
        web.terminated(US, "10.1.0.7");
        web.terminated(US, "10.1.0.8");
        web.forgotten(US, "10.1.0.9");
        return web.service("six live instances, two terminated ones, and one that EC2 no longer knows");
    }

    private Service reusedAddress() {
        Seeding api = new Seeding("srv-api", US);
        api.live(US, "10.2.0.1");
        api.live(US, "10.2.0.2");
        api.forgotten(US, "10.2.0.3");
        aws.ec2(US).launch("10.2.0.3");
        return api.service("a terminated instance whose address EC2 has since given to a stranger");
    }

    private Service withoutAddresses() {
        Seeding external = new Seeding("srv-external", US);
        external.live(US, "10.3.0.1");
        external.terminated(US, "10.3.0.2");
        external.register("partner-a", Map.of("AWS_INSTANCE_CNAME", "a.partner.example"));
        external.register("partner-b", Map.of("AWS_INSTANCE_CNAME", "b.partner.example"));
        external.register(
                "0f5e3a9b7c2d4e61a8b0c9d1e2f3a4b5",
                Map.of("AWS_INSTANCE_IPV4", "10.3.0.3", "ECS_CLUSTER_NAME", "prod", "ECS_SERVICE_NAME", "partner"));
        return external.service("two entries without AWS_INSTANCE_IPV4 and a task of Amazon ECS, which are left alone,"
                + " beside one terminated instance");
    }

    private Service allEnded() {
        Seeding drained = new Seeding("srv-drained", US);
        for (int host = 1; host <= 3; host++) {
            drained.terminated(US, "10.4.0." + host);
        }
        return drained.service("every instance is terminated, so the rule never all removes none", List.of());
    }

    private Service fleet() {
        Seeding fleet = new Seeding("srv-fleet", US);
        for (int host = 0; host < FLEET; host++) {
            String address = "10.5." + host / 250 + "." + (host % 250 + 1);
            if (host % 30 == 29) {
                fleet.terminated(US, address);
            } else {
                fleet.live(US, address);
            }
        }
        return fleet.service("450 instances, more than one EC2 request can look up; every 30th is terminated");
    }

    private Service twoRegions() {
        Seeding global = new Seeding("srv-global", US);
        for (String region : List.of(US, EU)) {
            String network = region.equals(US) ? "10.6.0." : "10.6.1.";
            global.live(region, network + 1);
            global.live(region, network + 2);
            global.terminated(region, network + 3);
        }
        return global.service("instances in two regions, one of them terminated in each");
    }

    private Service nothingToDo() {
        Seeding cache = new Seeding("srv-cache", EU);
        cache.live(EU, "10.7.0.1");
        String stopped = cache.live(EU, "10.7.0.2");
        aws.ec2(EU).stop(stopped);
        String twoAddresses =
                aws.ec2(EU).launch(LaunchedInstance.running("10.7.0.3").withSecondary("10.7.0.4"));
        cache.register(twoAddresses, Map.of("AWS_INSTANCE_IPV4", "10.7.0.4"));
        return cache.service("a stopped instance and one registered by its second address: nothing to remove");
    }

    /**
     * Sets up one service of the demo: launches and registers its instances, and remembers which of them have ended.
     */
    private final class Seeding {
        private final String id;
        private final String region;
        private final List<String> instancesRegions = new ArrayList<>();
        private final List<String> ended = new ArrayList<>();

        Seeding(String id, String region) {
            this.id = id;
            this.region = region;
            aws.cloudMap(region).createService(id, NAMESPACE_ID, id.substring("srv-".length()));
        }

        String live(String instanceRegion, String address) {
            String instance = aws.ec2(instanceRegion).launch(address);
            register(instance, Map.of("AWS_INSTANCE_IPV4", address));
            if (!instancesRegions.contains(instanceRegion)) {
                instancesRegions.add(instanceRegion);
            }
            return instance;
        }

        void terminated(String instanceRegion, String address) {
            String instance = live(instanceRegion, address);
            aws.ec2(instanceRegion).terminate(instance);
            ended.add(instance);
        }

        void forgotten(String instanceRegion, String address) {
            String instance = live(instanceRegion, address);
            aws.ec2(instanceRegion).forget(instance);
            ended.add(instance);
        }

        void register(String instance, Map<String, String> attributes) {
            aws.cloudMap(region).register(id, instance, attributes);
        }

        Service service(String description) {
            return service(description, ended);
        }

        Service service(String description, List<String> removable) {
            return new Service(id, description, region, instancesRegions, removable);
        }
    }
}
