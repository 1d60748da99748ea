package io.github.cloudunmap.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Ipv6PrefixTest {
    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:1:2::/80, 2001:db8:0:1:2::",
        "2001:db8:0:1:2::/80, 2001:db8:0:1:2:ffff:ffff:ffff",
        "2001:db8:0:1:2:3:4:5/80, 2001:db8:0:1:2::1",
        "2001:db8::/64, 2001:db8::ffff:0:0:1",
        "2001:db8::/63, 2001:db8:0:1::1",
        "2001:db8::1/128, 2001:DB8::1",
        "::/0, ffff::"
    })
    void contains(String prefix, String address) {
        assertThat(Ipv6Prefix.parse(prefix).contains(address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:1:2::/80, 2001:db8:0:1:1:ffff:ffff:ffff",
        "2001:db8:0:1:2::/80, 2001:db8:0:1:3::",
        "2001:db8::/64, 2001:db8:0:1::",
        "2001:db8::/63, 2001:db8:0:2::",
        "2001:db8::1/128, 2001:db8::2",
        "::/0, 10.0.0.1",
        "::/0, ''"
    })
    void doesNotContain(String prefix, String address) {
        assertThat(Ipv6Prefix.parse(prefix).contains(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "2001:db8::",
                "2001:db8::/",
                "2001:db8::/129",
                "2001:db8::/08",
                "10.0.0.0/28",
                "2001:db8::g/80"
            })
    void refusesWhatIsNoPrefix(String text) {
        assertThatThrownBy(() -> Ipv6Prefix.parse(text)).hasMessage("no IPv6 prefix: " + text);
    }

    @Test
    void isWrittenByItsLowestAddressAndKnowsItsFamily() {
        assertThat(Ipv6Prefix.parse("2001:db8:0:1:2::7/80")).hasToString("2001:db8:0:1:2:0:0:0/80");
        assertThat(Ipv6Prefix.parse("2001:db8:0:1:2::7/80").family()).isEqualTo(AddressFamily.IPV6);
    }
}
