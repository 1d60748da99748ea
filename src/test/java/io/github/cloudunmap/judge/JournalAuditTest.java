package io.github.cloudunmap.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.judge.JournalAudit.Journal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each way in which a journal can be wrong is found, and nothing else. */
final class JournalAuditTest {
    private static final Instant LINE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant ACCEPTED = LINE.plusSeconds(1);
    private static final Instant KILL = LINE.plusSeconds(2);
    private static final AcceptedRemoval REMOVAL =
            new AcceptedRemoval("op-1", "srv-a", "i-1", Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"), ACCEPTED);
    private static final String BEFORE = before("pass-1", "10.0.0.1");

    @Test
    void aRemovalWithItsTwoLinesIsInOrder() {
        assertThat(problems(List.of(REMOVAL), List.of(), BEFORE, after("pass-1", "deregistered", "op-1")))
                .isEmpty();
    }

    @Test
    void aRemovalWithoutALineBeforeItIsFound() {
        assertThat(problems(List.of(REMOVAL), List.of(KILL)))
                .singleElement()
                .asString()
                .contains("no line before");
        assertThat(problems(List.of(REMOVAL), List.of(KILL), after("pass-1", "deregistered", "op-1")))
                .singleElement()
                .asString()
                .contains("no line before");
    }

    @Test
    void aLineWithOtherAttributesOrALaterLineIsNotTheOneOfTheRemoval() {
        assertThat(problems(
                        List.of(REMOVAL),
                        List.of(),
                        before("pass-1", "10.0.0.2"),
                        after("pass-1", "deregistered", "op-1")))
                .singleElement()
                .asString()
                .contains("not the one of the removal");
        AcceptedRemoval earlier = new AcceptedRemoval(
                "op-1", REMOVAL.service(), REMOVAL.id(), REMOVAL.attributes(), LINE.minusSeconds(1));
        assertThat(problems(List.of(earlier), List.of(), BEFORE, after("pass-1", "deregistered", "op-1")))
                .singleElement()
                .asString()
                .contains("not the one of the removal");
    }

    @Test
    void aLineOfARemovalThatWasCalledOffIsNotEnough() {
        assertThat(problems(List.of(REMOVAL), List.of(), BEFORE, after("pass-1", "changed", null)))
                .singleElement()
                .asString()
                .contains("no line before");
    }

    @Test
    void aRemovalThatAwsNeverGotIsFoundUnlessItsOutcomeSaysSo() {
        assertThat(problems(List.of(), List.of(), BEFORE, after("pass-1", "deregistered", "op-1")))
                .singleElement()
                .asString()
                .contains("AWS never got");
        for (String result : List.of("failed", "changed", "already-gone", "under-way")) {
            assertThat(problems(List.of(), List.of(), BEFORE, after("pass-1", result, null)))
                    .isEmpty();
        }
    }

    @Test
    void aMissingOutcomeIsExcusedByAKillOnly() {
        String unknown = after("pass-1", "unknown", null);

        assertThat(problems(List.of(REMOVAL), List.of(KILL), BEFORE)).isEmpty();
        assertThat(problems(List.of(REMOVAL), List.of(KILL), BEFORE, unknown)).isEmpty();
        for (List<Instant> kills :
                List.of(List.<Instant>of(), List.of(LINE.minusSeconds(1)), List.of(LINE.plusSeconds(600)))) {
            assertThat(problems(List.of(REMOVAL), kills, BEFORE, unknown))
                    .singleElement()
                    .asString()
                    .contains("no kill explains");
        }
    }

    @Test
    void anAcceptedRemovalHasFailedOnlyWhereItsAnswerWasLost() {
        String failed = after("pass-1", "failed", null);
        assertThat(problems(List.of(REMOVAL), List.of(), BEFORE, failed))
                .singleElement()
                .asString()
                .contains("no line before");
        Journal journal =
                JournalAudit.parse(List.of(BEFORE, failed.replace("\"failed\"", "\"failed\",\"may_be_gone\":true")));

        assertThat(JournalAudit.problems(List.of(REMOVAL), journal, List.of(), 1))
                .isEmpty();
        assertThat(JournalAudit.problems(List.of(REMOVAL), journal, List.of(), 0))
                .singleElement()
                .asString()
                .contains("only 0 answers were lost");
    }

    @Test
    void oneLineIsNotEnoughForTwoRemovals() {
        AcceptedRemoval again = new AcceptedRemoval(
                "op-2", REMOVAL.service(), REMOVAL.id(), REMOVAL.attributes(), ACCEPTED.plusSeconds(1));

        assertThat(problems(List.of(REMOVAL, again), List.of(), BEFORE, after("pass-1", "deregistered", "op-1")))
                .singleElement()
                .asString()
                .contains("no line before");
    }

    @Test
    void aTornLineIsExcusedByAKillOnly() {
        String torn = BEFORE.substring(0, 30);

        assertThat(problems(List.of(), List.of(KILL), torn)).isEmpty();
        assertThat(problems(List.of(), List.of(), torn))
                .singleElement()
                .asString()
                .contains("cannot be read");
    }

    private static List<String> problems(List<AcceptedRemoval> accepted, List<Instant> kills, String... lines) {
        return JournalAudit.problems(accepted, JournalAudit.parse(List.of(lines)), kills, 0);
    }

    private static String before(String pass, String address) {
        return "{\"v\":1,\"type\":\"removing\",\"time\":\"" + LINE + "\",\"pass_id\":\"" + pass
                + "\",\"service_id\":\"srv-a\",\"instance_id\":\"i-1\",\"attributes\":{\"AWS_INSTANCE_IPV4\":\""
                + address + "\"}}";
    }

    private static String after(String pass, String result, @Nullable String operationId) {
        return "{\"v\":1,\"type\":\"outcome\",\"time\":\"" + ACCEPTED + "\",\"pass_id\":\"" + pass
                + "\",\"service_id\":\"srv-a\",\"instance_id\":\"i-1\",\"result\":\"" + result + "\""
                + (operationId == null ? "" : ",\"operation_id\":\"" + operationId + "\"") + "}";
    }
}
