package io.github.cloudunmap.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DemoScenarioTest extends HttpTest {
    private final List<DemoScenario.Service> services = DemoScenario.seed(aws);

    @Test
    void namesTheServicesItSeeded() {
        assertThat(services)
                .extracting(DemoScenario.Service::id)
                .containsExactly(
                        "srv-web", "srv-api", "srv-external", "srv-drained", "srv-fleet", "srv-global", "srv-cache");
        assertThat(services)
                .allSatisfy(service ->
                        assertThat(aws.cloudMap(service.region()).services()).contains(service.id()));
    }

    @Test
    void saysWhichInstancesAPassRemoves() {
        assertThat(services)
                .filteredOn(service -> !service.id().equals("srv-drained"))
                .allSatisfy(
                        service -> assertThat(dead(service)).containsExactlyInAnyOrderElementsOf(service.removable()));
    }

    @Test
    void protectsAServiceWhoseInstancesAreAllDead() {
        DemoScenario.Service drained = services.get(3);

        assertThat(dead(drained))
                .hasSize(3)
                .containsExactlyElementsOf(registered(drained).keySet());
        assertThat(drained.removable()).isEmpty();
    }

    @Test
    void needsMoreThanOneLookupForTheFleet() {
        DemoScenario.Service fleet = services.get(4);

        assertThat(registered(fleet)).hasSize(450);
        assertThat(fleet.removable()).hasSize(15);
    }

    @Test
    void spansTwoRegions() {
        assertThat(services.get(5).instancesRegions()).containsExactly(US, EU);
        assertThat(services.get(6).region()).isEqualTo(EU);
    }

    @Test
    void isTheSameInEveryRun() {
        try (InMemoryAws another = InMemoryAws.start()) {
            assertThat(DemoScenario.seed(another)).isEqualTo(services);
        }
    }

    private Map<String, Map<String, String>> registered(DemoScenario.Service service) {
        return aws.cloudMap(service.region()).instances(service.id());
    }

    /** The registered instances with an address that EC2 does not show as live, but no tasks of Amazon ECS. */
    private List<String> dead(DemoScenario.Service service) {
        return registered(service).entrySet().stream()
                .filter(entry -> entry.getValue().containsKey("AWS_INSTANCE_IPV4"))
                .filter(entry -> !entry.getValue().containsKey("ECS_SERVICE_NAME"))
                .map(Map.Entry::getKey)
                .filter(id -> service.instancesRegions().stream()
                        .flatMap(region -> aws.ec2(region).find(id).stream())
                        .noneMatch(instance -> instance.state() != LaunchedInstance.State.TERMINATED))
                .toList();
    }
}
