package io.github.cloudunmap.address;

import static io.github.cloudunmap.address.AddressFamily.IPV4;
import static io.github.cloudunmap.address.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressFamilyTest {
    @ParameterizedTest
    @CsvSource({
        "2001:db8::1, 2001:db8:0:0:0:0:0:1",
        "2001:DB8::A, 2001:db8:0:0:0:0:0:a",
        "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8:0:0:0:0:0:1",
        "'  2001:db8::1\t', 2001:db8:0:0:0:0:0:1",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
        "fe80::1%3, fe80:0:0:0:0:0:0:1",
        "2001:db8::192.0.2.1, 2001:db8:0:0:0:0:c000:201",
        "::, 0:0:0:0:0:0:0:0",
        "1:2:3:4:5:6:7:ffff, 1:2:3:4:5:6:7:ffff"
    })
    void everySpellingOfAnIpv6AddressHasOneCanonicalForm(String text, String canonical) {
        assertThat(IPV6.canonical(text)).hasValue(canonical);
        assertThat(IPV6.canonical(canonical)).hasValue(canonical);
        assertThat(AddressFamily.of(canonical)).isEqualTo(IPV6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":",
                "%eth0",
                "2001:db8::1%",
                "2001:db8::1% ",
                "[2001:db8::1]",
                "[2001:db8::1]:80",
                "2001:db8::1/128",
                "2001:db8::1 2001:db8::2",
                "2001:db8:::1",
                "2001:db8::1::2",
                "2001:db8:0:0:0:0:0:0:1",
                "2001:db8::00001",
                "2001:db8:1",
                "2001:db8::g",
                "::ffff:10.0.0.1",
                "::ffff:a00:1",
                "10.0.0.1",
                "167772161",
                "web.local",
                "face:b00k.example.com",
                "localhost"
            })
    void whatIsNoPlainIpv6AddressHasNone(String text) {
        assertThat(IPV6.canonical(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0",
                "10.0.0.",
                "10.0.0.1.",
                "10.0.0.1.1",
                ".0.0.1",
                "10.0.0.01",
                "10.0.0.256",
                "10.0.0.1000",
                "10.0.0.x",
                "10.0.0.1:80",
                "10.0.0.1/32",
                "2001:db8::1",
                "::ffff:10.0.0.1"
            })
    void whatIsNoPlainIpv4AddressHasNone(String text) {
        assertThat(IPV4.canonical(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "255.255.255.255", "10.20.30.40"})
    void aPlainIpv4AddressIsItsOwnCanonicalForm(String text) {
        assertThat(IPV4.canonical(text)).hasValue(text);
        assertThat(AddressFamily.of(text)).isEqualTo(IPV4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", " 10.0.0.1\n"})
    void blanksAroundAnIpv4AddressDoNotCount(String text) {
        assertThat(IPV4.canonical(text)).hasValue("10.0.0.1");
        assertThat(AddressFamily.of("10.0.0.1")).isEqualTo(IPV4);
    }
}
