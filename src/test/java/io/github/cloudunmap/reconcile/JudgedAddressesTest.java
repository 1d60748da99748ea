package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.address.AddressFamily.IPV4;
import static io.github.cloudunmap.address.AddressFamily.IPV6;
import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.ec2;
import static io.github.cloudunmap.reconcile.Given.fleetOf;
import static io.github.cloudunmap.reconcile.Given.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.address.Ipv6Prefix;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Plan.Refused;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import io.github.cloudunmap.reconcile.Verdict.Skipped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which addresses of a registration are judged: those of the families that its service names. */
final class JudgedAddressesTest {
    private static final String V4 = "10.0.0.1";
    private static final String V6 = "2001:db8:0:0:0:0:0:1";

    @Test
    void matchesByTheJudgedFamilyAlone() {
        RegisteredInstance mixed = registered("10.0.0.9", "2001:db8::1");

        assertThat(verdict(List.of(IPV6), mixed, running("i-1", V4, V6))).isEqualTo("matched");
        assertThat(verdict(List.of(IPV4), mixed, running("i-1", V4, V6))).isEqualTo("address-mismatch");
        assertThat(verdict(List.of(IPV4, IPV6), mixed, running("i-1", V4, V6))).isEqualTo("address-mismatch");
    }

    @Test
    void matchesOnlyIfOneInstanceHasEveryJudgedAddress() {
        RegisteredInstance both = registered(V4, "2001:db8::1");

        assertThat(verdict(List.of(IPV4, IPV6), both, running("i-1", V4, V6))).isEqualTo("matched");
        assertThat(verdict(List.of(IPV4, IPV6), both, running("i-1", V4, "2001:db8:0:0:0:0:0:2")))
                .isEqualTo("address-mismatch");
    }

    @Test
    void judgesARegistrationByTheOneAddressThatItHas() {
        List<AddressFamily> both = List.of(IPV4, IPV6);

        assertThat(verdict(both, registered(V4, null), running("i-1", V4))).isEqualTo("matched");
        assertThat(verdict(both, registered(null, "2001:db8::1"), running("i-1", V6)))
                .isEqualTo("matched");
    }

    @Test
    void matchesAnySpellingAndAnyAddressOfAPrefix() {
        Ec2Instance prefixed = new Ec2Instance(
                "i-1", State.RUNNING, List.of(V4), List.of(Ipv6Prefix.parse("2001:db8:0:0:7::/80")), Given.ACCOUNT);

        assertThat(verdict(List.of(IPV6), registered(null, " 2001:DB8::0001%eth0 "), running("i-1", V6)))
                .isEqualTo("matched");
        assertThat(verdict(List.of(IPV6), registered(null, "2001:db8::7:a:b:c"), prefixed))
                .isEqualTo("matched");
        assertThat(verdict(List.of(IPV6), registered(null, "2001:db8::8:a:b:c"), prefixed))
                .isEqualTo("address-mismatch");
    }

    @Test
    void skipsARegistrationWithoutAJudgedAddress() {
        assertThat(skipped(List.of(IPV6), registered(V4, null))).isEqualTo("no AWS_INSTANCE_IPV6 attribute");
        assertThat(skipped(List.of(IPV4), registered(null, "2001:db8::1"))).isEqualTo("no AWS_INSTANCE_IPV4 attribute");
        assertThat(skipped(List.of(IPV4, IPV6), registered(null, null)))
                .isEqualTo("no AWS_INSTANCE_IPV4 or AWS_INSTANCE_IPV6 attribute");
    }

    @Test
    void skipsARegistrationWithAJudgedTextThatIsNoPlainAddress() {
        assertThat(skipped(List.of(IPV6), registered(V4, "10.0.0.1")))
                .isEqualTo("AWS_INSTANCE_IPV6 is no plain IPv6 address: 10.0.0.1");
        assertThat(skipped(List.of(IPV4, IPV6), registered(V4, " "))).isEqualTo("AWS_INSTANCE_IPV6 is empty");
        assertThat(skipped(List.of(IPV4, IPV6), registered("10.0.0.01", "2001:db8::1")))
                .isEqualTo("AWS_INSTANCE_IPV4 is no plain IPv4 address: 10.0.0.01");
    }

    @Test
    void ignoresATextThatIsNotJudged() {
        assertThat(verdict(List.of(IPV4), registered(V4, "[::1]:80"), running("i-1", V4)))
                .isEqualTo("matched");
    }

    @Test
    void waitsForTheFirstAddressOfEachJudgedFamily() {
        assertThat(verdict(List.of(IPV6), registered(null, "2001:db8::1"), running("i-1", V4)))
                .isEqualTo("unknown");
        assertThat(verdict(List.of(IPV4, IPV6), registered(V4, "2001:db8::1"), running("i-1", V4)))
                .isEqualTo("unknown");
        assertThat(verdict(List.of(IPV4), registered(V4, null), running("i-1", V6)))
                .isEqualTo("unknown");
        assertThat(verdict(List.of(IPV6), registered(null, "2001:db8::2"), ec2("i-1", State.PENDING, V6)))
                .isEqualTo("unknown");
    }

    @Test
    void anEndedInstanceIsStaleByEitherFamily() {
        assertThat(verdict(List.of(IPV6), registered(null, "2001:db8::1"), ec2("i-1", State.TERMINATED)))
                .isEqualTo("terminated");
    }

    @Test
    void theLimitCountsRegistrationsWithAJudgedAddress() {
        List<RegisteredInstance> registered = new ArrayList<>(List.of(named("i-1", V6), named("i-2", V6)));
        for (int i = 3; i < 10; i++) {
            registered.add(new RegisteredInstance("i-" + i, Map.of("AWS_INSTANCE_IPV4", V4), null));
        }
        registered.add(named("i-10", "2001:db8::a"));

        assertThat(decision(
                        registered, new DeregistrationLimit.Percentage(50), running("i-10", "2001:db8:0:0:0:0:0:a")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.why())
                                .isEqualTo(
                                        "2 of 3 registered instances would be removed, but max-deregistrations is 50% (1)"));
    }

    @Test
    void neverAllCountsRegistrationsWithAJudgedAddress() {
        List<RegisteredInstance> registered =
                List.of(named("i-1", V6), new RegisteredInstance("i-2", Map.of("AWS_INSTANCE_IPV4", V4), null));

        assertThat(decision(registered, DeregistrationLimit.NONE, running("i-2", V4, V6)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.rule()).isEqualTo(Plan.Rule.NEVER_ALL));
    }

    private static RegisteredInstance named(String id, String ipv6) {
        return new RegisteredInstance(id, Map.of("AWS_INSTANCE_IPV6", ipv6), null);
    }

    private static RegisteredInstance registered(@Nullable String ipv4, @Nullable String ipv6) {
        Map<String, String> attributes = new HashMap<>();
        if (ipv4 != null) {
            attributes.put("AWS_INSTANCE_IPV4", ipv4);
        }
        if (ipv6 != null) {
            attributes.put("AWS_INSTANCE_IPV6", ipv6);
        }
        return new RegisteredInstance("i-1", attributes, null);
    }

    private static Plan.Decision decision(
            List<RegisteredInstance> registered, DeregistrationLimit limit, Ec2Instance instance) {
        return new Planner(policy(List.of(IPV6), limit))
                .plan(registered, fleetOf(registered, instance), StaleSince.NONE, Given.LISTED)
                .decision();
    }

    private static String verdict(List<AddressFamily> judged, RegisteredInstance registered, Ec2Instance instance) {
        Verdict verdict = judge(judged, registered, instance);
        return verdict instanceof Verdict.Stale stale
                ? stale.reason().toString()
                : verdict.kind().toString();
    }

    private static String skipped(List<AddressFamily> judged, RegisteredInstance registered) {
        assertThat(judge(judged, registered, running("i-1", V4, V6))).isInstanceOf(Skipped.class);
        return judge(judged, registered, running("i-1", V4, V6)).why();
    }

    private static Verdict judge(List<AddressFamily> judged, RegisteredInstance registered, Ec2Instance instance) {
        return new Planner(policy(judged, DeregistrationLimit.NONE))
                .judge(registered, fleetOf(List.of(registered), instance));
    }

    private static ServicePolicy policy(List<AddressFamily> judged, DeregistrationLimit limit) {
        return new ServicePolicy(
                "srv-a", HOME, List.of(HOME), limit, Duration.ZERO, Duration.ZERO, false, IdRule.ANY, judged, null);
    }
}
