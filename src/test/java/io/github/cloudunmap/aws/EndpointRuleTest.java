package io.github.cloudunmap.aws;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.reconcile.ApiFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By the Java properties, which a test can set; variables and profiles need a process: see InsecureEndpointTest. */
class EndpointRuleTest {
    private static final String PROPERTY = "aws.endpointUrlEc2";

    @AfterEach
    void clear() {
        System.clearProperty(PROPERTY);
        System.clearProperty("aws.endpointUrl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ec2.example.com",
                "HTTPS://ec2.example.com:8443/path",
                "https://user:password@10.0.0.1",
                "http://localhost",
                "http://LocalHost:4566/",
                "http://127.0.0.1:4566",
                "http://127.255.255.254",
                "http://user:password@127.0.0.1",
                "http://[::1]:4566",
                "http://[0:0:0:0:0:0:0:1]",
                "http://[::ffff:127.0.0.1]"
            })
    void takesHttpsAndLoopback(String url) {
        System.setProperty(PROPERTY, url);
        assertThatCode(() -> EndpointRule.check(Api.EC2)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ec2.us-east-1.amazonaws.com",
                "http://10.0.0.1:4566",
                "http://0.0.0.0:4566",
                "http://126.255.255.255",
                "http://128.0.0.1",
                "http://169.254.169.254",
                "http://127.0.0.1.example.com",
                "http://127.1",
                "http://localhost.example.com",
                "http://my_host:4566",
                "http://[2001:db8::1]",
                "http://[::]",
                "http://999.0.0.1",
                "ftp://aws.example"
            })
    void refusesWhatOthersCouldListenInOn(String url) {
        System.setProperty(PROPERTY, url);
        assertThatThrownBy(() -> EndpointRule.check(Api.EC2))
                .isInstanceOf(ApiFailure.class)
                .hasMessage(
                        "aws.endpointUrlEc2: " + url + " is neither https nor on loopback, so that others could read"
                                + " and change what goes there; give an https URL, or --allow-insecure-endpoint");
    }

    @Test
    void showsNoUserOfTheUrlNorWhatFollowsTheHost() {
        System.setProperty(PROPERTY, "http://localhost:secret@aws.example:1/a?b=c#d");
        assertThatThrownBy(() -> EndpointRule.check(Api.EC2))
                .hasMessageStartingWith("aws.endpointUrlEc2: http://aws.example:1 is neither");
    }

    @ParameterizedTest
    @CsvSource({"EC2, Ec2", "CLOUD_MAP, ServiceDiscovery", "STS, Sts"})
    void looksAtTheSettingsOfEachApi(Api api, String name) {
        System.setProperty("aws.endpointUrl", "http://all.example");
        assertThatThrownBy(() -> EndpointRule.check(api))
                .hasMessageStartingWith("aws.endpointUrl: http://all.example is neither");

        System.setProperty("aws.endpointUrl" + name, "https://one.example");
        assertThatCode(() -> EndpointRule.check(api)).doesNotThrowAnyException();
        System.clearProperty("aws.endpointUrl" + name);
    }
}
