package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.ec2;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.address.Ipv4Prefix;
import io.github.cloudunmap.address.Ipv6Prefix;
import io.github.cloudunmap.address.Prefix;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An instance as EC2 shows it. */
class Ec2InstanceTest {
    @Test
    void ofTwoPartsOfOneAnswerAllAddressesAndTheLivelierStateCount() {
        Ec2Instance running = ec2("i-1", State.RUNNING, "10.0.0.1", "10.0.0.2");
        Ec2Instance ended = ec2("i-1", State.TERMINATED, "10.0.0.2", "10.0.0.3");

        assertThat(running.and(ended)).isEqualTo(ec2("i-1", State.RUNNING, "10.0.0.1", "10.0.0.2", "10.0.0.3"));
        assertThat(ended.and(running)).isEqualTo(ec2("i-1", State.RUNNING, "10.0.0.2", "10.0.0.3", "10.0.0.1"));
    }

    /** Else EC2 could still add the first address of that family. */
    @Test
    void aPrefixIsAnAddressOfItsFamily() {
        EnumSet<AddressFamily> both = EnumSet.allOf(AddressFamily.class);
        Prefix ipv4 = Ipv4Prefix.parse("10.0.7.0/28");
        Prefix ipv6 = Ipv6Prefix.parse("2001:db8::/80");

        assertThat(of(ipv4, ipv6).isSettling(both)).isFalse();
        assertThat(of(ipv4).isSettling(both)).isTrue();
        assertThat(of(ipv4).isSettling(EnumSet.of(AddressFamily.IPV4))).isFalse();
        assertThat(of(ipv6).isSettling(EnumSet.of(AddressFamily.IPV6))).isFalse();
    }

    private static Ec2Instance of(Prefix... prefixes) {
        return new Ec2Instance("i-1", State.RUNNING, List.of(), List.of(prefixes), Given.ACCOUNT);
    }
}
