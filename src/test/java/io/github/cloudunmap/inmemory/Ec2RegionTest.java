package io.github.cloudunmap.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceIpv4Prefix;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.InstancePrivateIpAddress;

final class Ec2RegionTest extends HttpTest {
    private final Ec2Region region = aws.ec2(US);

    @Test
    void showsEveryAddressOfAnInstance() {
        Instance instance = shown(region.launch(LaunchedInstance.running("10.0.0.1")
                .withSecondary("10.0.0.2")
                .withInterface("10.0.0.3")
                .withElasticIp("203.0.113.1")));

        assertThat(instance.privateIpAddress()).isEqualTo("10.0.0.1");
        assertThat(instance.publicIpAddress()).isEqualTo("203.0.113.1");
        assertThat(instance.networkInterfaces())
                .flatExtracting(each -> each.privateIpAddresses())
                .extracting(InstancePrivateIpAddress::privateIpAddress)
                .containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3");
        assertThat(instance.networkInterfaces().get(0).association().publicIp()).isEqualTo("203.0.113.1");
        assertThat(instance.networkInterfaces().get(1).association()).isNull();
    }

    @Test
    void showsDelegatedPrefixes() {
        Instance instance = shown(region.launch(LaunchedInstance.running("10.0.0.1")
                .withPrefix("10.0.7.0/28")
                .withPrefix("10.0.7.16/28")
                .withInterface("10.0.0.2")));

        assertThat(instance.networkInterfaces().get(0).ipv4Prefixes())
                .extracting(InstanceIpv4Prefix::ipv4Prefix)
                .containsExactly("10.0.7.0/28", "10.0.7.16/28");
        assertThat(instance.networkInterfaces().get(1).ipv4Prefixes()).isEmpty();
    }

    @Test
    void showsACarrierIp() {
        Instance instance =
                shown(region.launch(LaunchedInstance.running("10.0.0.1").withCarrierIp("155.146.0.1")));

        assertThat(instance.publicIpAddress()).isEqualTo("155.146.0.1");
        assertThat(associations(instance))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.carrierIp()).isEqualTo("155.146.0.1"))
                .allSatisfy(each -> assertThat(each.publicIp()).isNull());
    }

    @Test
    void showsACustomerOwnedIp() {
        Instance instance =
                shown(region.launch(LaunchedInstance.running("10.0.0.1").withCustomerOwnedIp("192.0.2.1")));

        assertThat(instance.publicIpAddress()).isNull();
        assertThat(associations(instance))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.customerOwnedIp()).isEqualTo("192.0.2.1"))
                .allSatisfy(each -> assertThat(each.publicIp()).isNull());
    }

    @Test
    void keepsAnElasticIpThroughAStop() {
        String id = region.launch(LaunchedInstance.running("10.0.0.1").withElasticIp("203.0.113.1"));
        region.stop(id);

        assertThat(shown(id).publicIpAddress()).isEqualTo("203.0.113.1");
        region.start(id);
        assertThat(shown(id).publicIpAddress()).isEqualTo("203.0.113.1");
    }

    @Test
    void givesANewPublicAddressAtAStart() {
        String id = region.launch(LaunchedInstance.running("10.0.0.1").withPublicIp("203.0.113.1"));
        region.stop(id);
        assertThat(shown(id).publicIpAddress()).isNull();
        region.start(id);

        assertThat(shown(id).publicIpAddress()).isNotBlank().isNotEqualTo("203.0.113.1");
    }

    @Test
    void showsEveryState() {
        for (LaunchedInstance.State state : LaunchedInstance.State.values()) {
            String id = region.launch("10.0.0.1");
            region.set(id, state);

            assertThat(shown(id).state().nameAsString()).isEqualTo(state.apiName());
            assertThat(shown(id).state().code()).isEqualTo(state.code());
        }
    }

    @Test
    void hidesAnInstanceUntilItIsRevealed() {
        String id = region.launch(LaunchedInstance.running("10.0.0.1").hidden());

        assertThat(describe(id)).isEmpty();
        assertRefused(400, "InvalidInstanceID.NotFound", () -> ec2.describeInstances(each -> each.instanceIds(id)));
        region.reveal(id);
        assertThat(describe(id)).hasSize(1);
    }

    @Test
    void hidesAddressesUntilTheyAreRevealed() {
        String id = region.launch(LaunchedInstance.running("10.0.0.1").withoutAddresses());

        assertThat(shown(id).privateIpAddress()).isNull();
        assertThat(shown(id).networkInterfaces()).isEmpty();
        region.revealAddresses(id);
        assertThat(shown(id).privateIpAddress()).isEqualTo("10.0.0.1");
    }

    @Test
    void forgetsOneInstanceAndKeepsTheOthers() {
        String first = region.launch("10.0.0.1");
        String second = region.launch("10.0.0.2");
        region.forget(first);

        assertThat(describe(first, second)).extracting(Instance::instanceId).containsExactly(second);
        assertThat(region.instances()).extracting(LaunchedInstance::id).containsExactly(second);
    }

    @Test
    void looksEmptyWhileBlackedOut() {
        String id = region.launch("10.0.0.1");
        region.blackOut(true);

        assertThat(describe(id)).isEmpty();
        region.blackOut(false);
        assertThat(describe(id)).hasSize(1);
    }

    @Test
    void scansByStateInPages() {
        List<String> running = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            running.add(region.launch("10.0.0.1"));
            region.terminate(region.launch("10.0.0.2"));
        }

        List<Integer> sizes = new ArrayList<>();
        List<String> scanned = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            DescribeInstancesResponse page = ec2.describeInstances(each -> each.maxResults(5)
                    .nextToken(from)
                    .filters(Filter.builder()
                            .name("instance-state-name")
                            .values("running")
                            .build()));
            sizes.add(page.reservations().size());
            page.reservations()
                    .forEach(each -> scanned.add(each.instances().get(0).instanceId()));
            token = page.nextToken();
        } while (token != null);

        assertThat(sizes).containsExactly(5, 5, 2);
        assertThat(scanned).isEqualTo(running);
    }

    @Test
    void refusesATokenOfAnotherQuery() {
        for (int i = 0; i < 6; i++) {
            region.launch("10.0.0.1");
        }
        String token = ec2.describeInstances(each -> each.maxResults(5)).nextToken();

        assertRefused(
                400,
                "InvalidNextToken",
                () -> ec2.describeInstances(each -> each.nextToken(token)
                        .filters(Filter.builder()
                                .name("instance-state-name")
                                .values("running")
                                .build())));
    }

    @Test
    void refusesAFilterThatItDoesNotKnow() {
        assertRefused(
                400,
                "InvalidParameterValue",
                () -> ec2.describeInstances(each -> each.filters(
                        Filter.builder().name("colour").values("red").build())));
    }

    @Test
    void refusesASecondInstanceOfTheSameId() {
        region.launch(LaunchedInstance.running("i-1", "10.0.0.1"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> region.launch(LaunchedInstance.running("i-1", "10.0.0.2")))
                .withMessage("there is an instance i-1");
    }

    @Test
    void makesTheSameDistinctIdsInEveryRun() {
        List<String> ids = new ArrayList<>();
        List<String> idsOfAnotherRun = new ArrayList<>();
        try (InMemoryAws anotherRun = InMemoryAws.start()) {
            for (int i = 0; i < 100; i++) {
                ids.add(region.launch("10.0.0.1"));
                idsOfAnotherRun.add(anotherRun.ec2(US).launch("10.0.0.1"));
            }
        }

        assertThat(ids).isEqualTo(idsOfAnotherRun).allMatch(id -> id.matches("i-[0-9a-f]{17}"));
        assertThat(new HashSet<>(ids)).hasSize(100);
    }

    /** Those of the first interface and of its primary address. */
    private static List<InstanceNetworkInterfaceAssociation> associations(Instance instance) {
        InstanceNetworkInterface first = instance.networkInterfaces().get(0);
        return List.of(first.association(), first.privateIpAddresses().get(0).association());
    }

    private Instance shown(String id) {
        return describe(id).get(0);
    }
}
