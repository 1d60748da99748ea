package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.inmemory.LaunchedInstance;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Registrations by every kind of address that a live instance can be reached at, over HTTP. */
@Timeout(60)
final class AddressKindsTest {
    private static final LaunchedInstance PRIVATE = LaunchedInstance.running("10.0.0.1");

    private final LocalAws local = new LocalAws();
    private final LocalAws.TestService web = local.service("srv-web", US);
    private final LocalAws.TestService byIpv6 =
            local.service(LocalAws.config("srv-web", US, US).withAddresses(List.of(AddressFamily.IPV6)));

    @BeforeEach
    void another() {
        local.aws.cloudMap(US).createService("srv-web");
        local.registered("srv-web", US, "10.0.0.9");
    }

    @AfterEach
    void close() {
        local.close();
    }

    static Stream<Arguments> reachable() {
        return Stream.of(
                Arguments.of("private", PRIVATE, "10.0.0.1"),
                Arguments.of("public", PRIVATE.withPublicIp("198.18.0.1"), "198.18.0.1"),
                Arguments.of("Elastic", PRIVATE.withElasticIp("198.18.0.2"), "198.18.0.2"),
                Arguments.of("carrier", PRIVATE.withCarrierIp("155.146.0.1"), "155.146.0.1"),
                Arguments.of("customer-owned", PRIVATE.withCustomerOwnedIp("192.0.2.7"), "192.0.2.7"),
                Arguments.of("first of a prefix", PRIVATE.withPrefix("10.0.7.16/28"), "10.0.7.16"),
                Arguments.of(
                        "last of the second prefix",
                        PRIVATE.withPrefix("10.0.7.16/28").withPrefix("10.0.8.0/28"),
                        "10.0.8.15"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reachable")
    void staysByThisAddress(String kind, LaunchedInstance instance, String address) {
        String id = local.aws.ec2(US).launch(instance);
        local.register("srv-web", id, address);

        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);

        assertThat(local.registrations("srv-web")).contains(id);
    }

    static Stream<Arguments> notReachable() {
        return Stream.of(
                Arguments.of("another private", PRIVATE, "10.0.0.2"),
                Arguments.of("before the prefix", PRIVATE.withPrefix("10.0.7.16/28"), "10.0.7.15"),
                Arguments.of("after the prefix", PRIVATE.withPrefix("10.0.7.16/28"), "10.0.7.32"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notReachable")
    void goesByThisAddress(String kind, LaunchedInstance instance, String address) {
        String id = local.aws.ec2(US).launch(instance);
        local.register("srv-web", id, address);

        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);

        assertThat(local.registrations("srv-web")).doesNotContain(id);
    }

    static Stream<Arguments> reachableByIpv6() {
        LaunchedInstance dual = PRIVATE.withIpv6Address("2001:db8::1");
        return Stream.of(
                Arguments.of("its address", dual, "2001:db8::1"),
                Arguments.of("another spelling", dual, "2001:DB8:0::0001%eth0"),
                Arguments.of("its second", dual.withIpv6Address("2001:db8::2"), "2001:db8::2"),
                Arguments.of("in a prefix", PRIVATE.withPrefix("2001:db8:0:0:7::/80"), "2001:db8::7:0:0:9"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reachableByIpv6")
    void staysByThisIpv6Address(String kind, LaunchedInstance instance, String address) {
        String id = local.aws.ec2(US).launch(instance);
        byIpv6Registered(id, address);

        assertThat(byIpv6.pass().result()).isEqualTo(Result.SUCCESS);

        assertThat(local.registrations("srv-web")).contains(id);
    }

    static Stream<Arguments> notReachableByIpv6() {
        return Stream.of(
                Arguments.of("another", PRIVATE.withIpv6Address("2001:db8::1"), "2001:db8::2"),
                Arguments.of("beside the prefix", PRIVATE.withPrefix("2001:db8:0:0:7::/80"), "2001:db8::8:0:0:9"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notReachableByIpv6")
    void goesByThisIpv6Address(String kind, LaunchedInstance instance, String address) {
        String id = local.aws.ec2(US).launch(instance);
        byIpv6Registered(id, address);
        String other = local.aws.ec2(US).launch(PRIVATE.withIpv6Address("2001:db8::99"));
        byIpv6Registered(other, "2001:db8::99");

        assertThat(byIpv6.pass().result()).isEqualTo(Result.SUCCESS);

        assertThat(local.registrations("srv-web")).contains(other).doesNotContain(id);
    }

    /** Beside an IPv4 address that nobody has: only a service that judges it as well would remove this. */
    private void byIpv6Registered(String id, String address) {
        local.aws
                .cloudMap(US)
                .register("srv-web", id, Map.of("AWS_INSTANCE_IPV4", "10.99.0.1", "AWS_INSTANCE_IPV6", address));
    }
}
