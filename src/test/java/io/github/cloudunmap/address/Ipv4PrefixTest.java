package io.github.cloudunmap.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Ipv4PrefixTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.1.16/28, 10.0.1.16",
        "10.0.1.16/28, 10.0.1.31",
        "10.0.1.20/28, 10.0.1.17",
        "200.1.2.0/24, 200.1.2.255",
        "10.0.0.1/32, 10.0.0.1",
        "0.0.0.0/0, 255.255.255.255",
    })
    void contains(String prefix, String address) {
        assertThat(Ipv4Prefix.parse(prefix).contains(address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.1.16/28, 10.0.1.15",
        "10.0.1.16/28, 10.0.1.32",
        "10.0.0.1/32, 10.0.0.2",
        "10.0.1.16/28, 10.0.1.016",
        "10.0.1.16/28, 10.0.1.16/28",
        "10.0.1.16/28, 10.0.1",
        "10.0.1.16/28, 10.0.1.272",
        "0.0.0.0/0, web-1.example.com",
        "0.0.0.0/0, ''",
    })
    void doesNotContain(String prefix, String address) {
        assertThat(Ipv4Prefix.parse(prefix).contains(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "10.0.1.16", "10.0.1.16/", "10.0.1.16/33", "10.0.1/24", "10.0.1.256/28", "2001:db8::/80"
            })
    void refusesWhatIsNoPrefix(String text) {
        assertThatThrownBy(() -> Ipv4Prefix.parse(text)).hasMessage("no IPv4 prefix: " + text);
    }

    @Test
    void isWrittenByItsLowestAddressAndKnowsItsFamily() {
        assertThat(Ipv4Prefix.parse("200.7.1.20/28")).hasToString("200.7.1.16/28");
        assertThat(Ipv4Prefix.parse("200.7.1.20/28").family()).isEqualTo(AddressFamily.IPV4);
    }
}
