package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.InMemoryAws;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real process behind a real proxy that has a certificate authority of its own. */
@Tag("long")
final class ProxyTest {
    private static final String ENDPOINT = "https://" + TlsProxy.HOST;
    private static final String CONNECT = "CONNECT " + TlsProxy.HOST + ":443 HTTP/1.1";
    private static final String[] ONCE = {
        "--service-id",
        "srv-web",
        "--service-region",
        "us-east-1",
        "--instances-region",
        "us-east-1",
        "--single-run",
        "--log-level",
        "DEBUG"
    };

    private final InMemoryAws aws = InMemoryAws.start();
    private final Fleet fleet = new Fleet(aws).withLive(1).withDead(1);

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void leadsToAws() throws Exception {
        try (TlsProxy proxy = new TlsProxy(directory, aws.endpoint().getPort(), null)) {
            run(
                    0,
                    Map.of(
                            "HTTPS_PROXY",
                            "http://127.0.0.1:" + proxy.port(),
                            "AWS_CA_BUNDLE",
                            proxy.bundle().toString()));

            assertThat(proxy.requests()).isNotEmpty().containsOnly(CONNECT);
        }
        assertThat(fleet.registered()).isEqualTo(fleet.live());
    }

    @Test
    void takesAUserWhosePasswordNoLineShows() throws Exception {
        try (TlsProxy proxy = new TlsProxy(directory, aws.endpoint().getPort(), "me@work:se/cret:word")) {
            String url = "http://me%40work:se%2Fcret%3Aword@127.0.0.1:" + proxy.port();
            Path profile =
                    Files.writeString(directory.resolve("config"), "[default]\nca_bundle = " + proxy.bundle() + "\n");
            List<String> log = run(0, Map.of("https_proxy", url, "AWS_CONFIG_FILE", profile.toString()));

            assertThat(proxy.requests()).contains(CONNECT + " by me@work:se/cret:word");
            assertThat(log).noneMatch(line -> line.contains("cret"));
        }
        assertThat(fleet.registered()).isEqualTo(fleet.live());
    }

    @Test
    void getsWebIdentitiesToo() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "a-token");
        try (TlsProxy proxy = new TlsProxy(directory, aws.endpoint().getPort(), null)) {
            List<String> log = run(
                    1,
                    Map.of(
                            "HTTPS_PROXY", "127.0.0.1:" + proxy.port(),
                            "AWS_CA_BUNDLE", proxy.bundle().toString(),
                            "AWS_ACCESS_KEY_ID", "",
                            "AWS_SECRET_ACCESS_KEY", "",
                            "AWS_REGION", "us-east-1",
                            "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(),
                            "AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/unmap"));

            assertThat(proxy.requests()).contains(CONNECT);
            // The AWS in memory knows no web identities; that its answer is told shows that it was reached.
            assertThat(log).anyMatch(line -> line.contains("from the web identity of AWS_WEB_IDENTITY_TOKEN_FILE: "));
        }
    }

    @Test
    void whoseAuthorityIsUnknownIsToldOf() throws Exception {
        try (TlsProxy proxy = new TlsProxy(directory, aws.endpoint().getPort(), null)) {
            assertThat(run(1, Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port())))
                    .anyMatch(line -> line.contains("AWS_CA_BUNDLE"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost, .example", "aws.example", "*", "*.example:443", "10.0.0.0/8 EXAMPLE."})
    void isLeftOutForNames(String none) throws Exception {
        try (TlsProxy proxy = new TlsProxy(directory, aws.endpoint().getPort(), null)) {
            List<String> log = run(1, Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port(), "NO_PROXY", none));

            assertThat(log).anyMatch(line -> line.contains("the host name does not resolve: aws.example"));
            assertThat(proxy.requests()).isEmpty();
        }
    }

    @Test
    void neverSeesWhatGoesToLoopback() throws Exception {
        try (TlsProxy proxy = new TlsProxy(directory, aws.endpoint().getPort(), null)) {
            String url = "http://127.0.0.1:" + proxy.port();
            run(
                    0,
                    Map.of(
                            "HTTP_PROXY",
                            url,
                            "HTTPS_PROXY",
                            url,
                            "AWS_ENDPOINT_URL",
                            aws.endpoint().toString()));

            assertThat(proxy.requests()).isEmpty();
        }
        assertThat(fleet.registered()).isEqualTo(fleet.live());
    }

    private static List<String> run(int exitCode, Map<String, String> environment) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("AWS_ENDPOINT_URL", ENDPOINT, "AWS_MAX_ATTEMPTS", "1"));
        all.putAll(environment);
        try (ProgramProcess program = ProgramProcess.start(all, List.of(), ONCE)) {
            List<String> log = program.restOfLog();
            assertThat(program.exitCode()).as("%s", log).isEqualTo(exitCode);
            return log;
        }
    }
}
