package io.github.cloudunmap.aws.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxiesTest {
    @ParameterizedTest
    @CsvSource({
        "proxy.corp, http://proxy.corp:80",
        "proxy.corp:3128, http://proxy.corp:3128",
        "http://me:secret@proxy.corp:3128/, http://proxy.corp:3128",
        "https://proxy.corp, https://proxy.corp:443",
        "http://[fd00::1]:3128, http://[fd00::1]:3128"
    })
    void isReadFromAUrl(String value, String proxy) throws InvalidSettingException {
        assertThat(Proxies.of(Map.of("HTTPS_PROXY", value)).of("https", "aws.example", -1))
                .hasToString("Optional[" + proxy + "]");
    }

    @Test
    void hasItsUserAndPasswordUnescapedAndShowsNeither() throws InvalidSettingException {
        Proxies.Proxy proxy = Proxies.of(Map.of("HTTPS_PROXY", "http://me%40x:a+b%3A%2f@proxy.corp"))
                .of("https", "aws.example", -1)
                .orElseThrow();

        assertThat(proxy.user()).isEqualTo("me@x");
        assertThat(proxy.password()).isEqualTo("a+b:/");
        assertThat(proxy).hasToString("http://proxy.corp:80");
    }

    @Test
    void isChosenByTheSchemeOfTheTarget() throws InvalidSettingException {
        Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "secure:1", "HTTP_PROXY", "plain:2"));

        assertThat(proxies.of("https", "aws.example", 443)).hasToString("Optional[http://secure:1]");
        assertThat(proxies.of("http", "aws.example", 80)).hasToString("Optional[http://plain:2]");
        assertThat(Proxies.of(Map.of("HTTP_PROXY", "plain:2")).of("https", "aws.example", 443))
                .isEmpty();
    }

    @Test
    void smallLettersGoFirstEvenIfTheySayNothing() throws InvalidSettingException {
        assertThat(Proxies.of(Map.of("HTTPS_PROXY", "a:1", "https_proxy", "b:2"))
                        .of("https", "aws.example", -1))
                .hasToString("Optional[http://b:2]");
        assertThat(Proxies.of(Map.of("HTTPS_PROXY", "a:1", "https_proxy", "")).of("https", "aws.example", -1))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://proxy:1",
                "http://",
                "http://a b",
                "http://proxy:99999",
                "ftp://proxy",
                "http://u:%zz@p"
            })
    void isRefusedByTheNameOfTheVariableIfItIsNone(String value) {
        assertThatThrownBy(() -> Proxies.of(Map.of("https_proxy", value)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("https_proxy: it is no URL of an HTTP proxy")
                .hasMessageNotContaining("zz");
    }

    @ParameterizedTest
    @CsvSource({
        "*, aws.example, true",
        "example, aws.example, true",
        ".example, aws.example, true",
        "*.example, aws.example, true",
        "'localhost, .example', aws.example, true",
        "'localhost\t.example', aws.example, true",
        ".example, AWS.Example, true",
        ".EXAMPLE, aws.example, true",
        "aws.example, aws.example, true",
        "ws.example, aws.example, false",
        "aws.example.com, aws.example, false",
        "EXAMPLE., aws.example, true",
        "aws.example:443, aws.example, true",
        "aws.example:8443, aws.example, false",
        "'', aws.example, false",
        "', ,', aws.example, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "10.0.0.0/33, 10.0.0.0, true",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, fd00::1, false",
        "10.0.0.0/x, 10.0.0.0, false",
        "fd00::/8, [fd00::1], true",
        "fd00::1, [fd00::1], true",
        "[fd00::1]:443, fd00::1, true",
        "10.0.0.0/8, aws.example, false",
        "'[', aws.example, false",
        "'', localhost, true",
        "'', 127.0.0.2, true",
        "'', [::1], true",
        "'', 127.0.0.1.example, false"
    })
    void isLeftOut(String none, String host, boolean expected) throws InvalidSettingException {
        assertThat(Proxies.of(Map.of("HTTPS_PROXY", "proxy:1", "NO_PROXY", none))
                        .of("https", host, -1)
                        .isEmpty())
                .isEqualTo(expected);
    }
}
