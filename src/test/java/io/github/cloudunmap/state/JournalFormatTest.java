package io.github.cloudunmap.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.state.JournalLine.Answer;
import io.github.cloudunmap.state.JournalLine.Outcome;
import io.github.cloudunmap.state.JournalLine.Removing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of the journal as docs/state.md describes them, which every later version has to read. */
final class JournalFormatTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00.5Z");
    private static final List<Answer> EVIDENCE = List.of(new Answer("us-east-1", "req-1"));

    private static final Removing REMOVING = new Removing(
            NOON,
            "pass-1",
            new JournaledService(
                    "srv-web",
                    "us-east-1",
                    List.of("us-east-1", "eu-west-1"),
                    "arn:aws:iam::123456789012:role/unmap",
                    "secret",
                    List.of(AddressFamily.IPV4, AddressFamily.IPV6)),
            new RegisteredInstance("web-1", Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"), "222222222222"),
            List.of("i-0000000a"),
            "not-found",
            EVIDENCE);
    private static final String REMOVING_LINE = """
            {"v":1,"type":"removing","time":"2026-11-29T12:00:00.500Z","pass_id":"pass-1",\
            "service_id":"srv-web","service_region":"us-east-1","instances_regions":["us-east-1","eu-west-1"],\
            "role_arn":"arn:aws:iam::123456789012:role/unmap","external_id":"secret","addresses":["ipv4","ipv6"],\
            "instance_id":"web-1","attributes":{"AWS_INSTANCE_IPV4":"10.0.0.1"},"created_by_account":"222222222222",\
            "ec2_ids":["i-0000000a"],"verdict":"stale","reason":"not-found",\
            "evidence":[{"region":"us-east-1","request_id":"req-1"}]}
            """;
    private static final String OUTCOME_LINE = """
            {"v":1,"type":"outcome","time":"2026-11-29T12:00:00.500Z","pass_id":"pass-1","service_id":"srv-web",\
            "instance_id":"web-1","result":"%s","%s":"%s","evidence":[{"region":"us-east-1","request_id":"req-1"}]}
            """;

    @Test
    void theLineBeforeARemoval() throws Exception {
        assertThat(written(REMOVING)).isEqualTo(REMOVING_LINE);
        assertThat(read(REMOVING_LINE)).isEqualTo(REMOVING);
    }

    @ParameterizedTest
    @CsvSource({
        "deregistered, operation_id, op-1",
        "changed, why, its address is another",
        "failed, error_code, ServiceNotFound"
    })
    void theLineWithTheOutcome(String result, String key, String text) throws Exception {
        Outcome outcome = new Outcome(
                NOON,
                "pass-1",
                "srv-web",
                "web-1",
                result,
                key.equals("operation_id") ? text : null,
                key.equals("why") ? text : null,
                key.equals("error_code") ? text : null,
                false,
                EVIDENCE);
        String line = OUTCOME_LINE.formatted(result, key, text);

        assertThat(written(outcome)).isEqualTo(line);
        assertThat(read(line)).isEqualTo(outcome);
    }

    @Test
    void theLineWithTheOutcomeOfARemovalThatMayHaveBeenMade() throws Exception {
        String line = OUTCOME_LINE
                .formatted("failed", "error_code", "Timeout")
                .replace("\"Timeout\"", "\"Timeout\",\"may_be_gone\":true");
        Outcome outcome =
                new Outcome(NOON, "pass-1", "srv-web", "web-1", "failed", null, null, "Timeout", true, EVIDENCE);

        assertThat(written(outcome)).isEqualTo(line);
        assertThat(read(line)).isEqualTo(outcome);
    }

    @Test
    void aLineOfAVersionThatJudgedIpv4AloneDoesNotSaySo() throws Exception {
        String old = REMOVING_LINE.replace(",\"addresses\":[\"ipv4\",\"ipv6\"]", "");

        assertThat(old).doesNotContain("addresses");
        assertThat(((Removing) read(old)).service().addresses()).containsExactly(AddressFamily.IPV4);
    }

    @Test
    void aKeyOfALaterVersionIsIgnoredWhateverItsNumber() throws Exception {
        String later = REMOVING_LINE.replaceFirst("\\}$", ",\"at_ms\":1790000000000,\"digest\":99999999999999999999}");

        assertThat(later).contains("at_ms");
        assertThat(read(later)).isEqualTo(read(REMOVING_LINE));
    }

    @ParameterizedTest
    @CsvSource({"removing, undoing, an unknown type of line", "ipv6, ipv8, unknown addresses: ipv8"})
    void aLineWithAnUnknownWordCannotBeRead(String word, String unknown, String why) {
        assertThatThrownBy(() -> read(REMOVING_LINE.replace(word, unknown)))
                .isInstanceOf(UnreadableLineException.class)
                .hasMessage(why);
    }

    private static String written(JournalLine line) {
        return new String(JournalFormat.write(line), UTF_8);
    }

    private static JournalLine read(String line) throws Exception {
        byte[] bytes = line.getBytes(UTF_8);
        return JournalFormat.read(bytes, bytes.length - 1);
    }
}
