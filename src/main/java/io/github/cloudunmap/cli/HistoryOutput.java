package io.github.cloudunmap.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.github.cloudunmap.state.JournalLine.Answer;
import io.github.cloudunmap.state.JournalLine.Outcome;
import io.github.cloudunmap.state.JournalLine.Removing;
import io.github.cloudunmap.state.JournaledRemoval;
import io.github.cloudunmap.text.JsonText;
import io.github.cloudunmap.text.TextTable;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Prints removals from the journal, one after the other. */
interface HistoryOutput {
    /**
     * The most rows that the table keeps before it prints them, because a journal may be larger than the heap. The
     * first rows set the widths of the columns.
     */
    int ROWS_AT_ONCE = 1000;

    void take(JournaledRemoval removal);

    /**
     * Ends the output. If the journal cannot be read to its end, this is not called, so that the incomplete output
     * does not look complete.
     */
    void end();

    /**
     * A removal as JSON. The keys are the names of the components in snake case. Users rely on the keys, which
     * docs/commands.md describes.
     */
    record Document(
            String time,
            String passId,
            String serviceId,
            String serviceRegion,
            @Nullable String roleArn,
            String instanceId,
            Map<String, String> attributes,
            @Nullable String createdByAccount,
            List<String> ec2Ids,
            String reason,
            List<Answer> evidence,
            String result,
            @Nullable String endedAt,
            @Nullable String operationId,
            @Nullable String why,
            @Nullable String errorCode,
            List<Answer> lastEvidence) {
        public Document {
            attributes = Map.copyOf(attributes);
            ec2Ids = List.copyOf(ec2Ids);
            evidence = List.copyOf(evidence);
            lastEvidence = List.copyOf(lastEvidence);
        }

        static Document of(JournaledRemoval removal) {
            Removing begun = removal.removing();
            Outcome outcome = removal.outcomeOrNull();
            return new Document(
                    begun.time().toString(),
                    begun.passId(),
                    begun.serviceId(),
                    begun.service().region(),
                    begun.service().roleArn(),
                    begun.instanceId(),
                    begun.registration().attributes(),
                    begun.registration().createdByAccount(),
                    begun.ec2Ids(),
                    begun.reason(),
                    begun.evidence(),
                    removal.result(),
                    outcome == null ? null : outcome.time().toString(),
                    outcome == null ? null : outcome.operationId(),
                    outcome == null ? null : outcome.why(),
                    outcome == null ? null : outcome.errorCode(),
                    outcome == null ? List.of() : outcome.evidence());
        }
    }

    static HistoryOutput json(PrintWriter out) {
        ObjectMapper mapper = JsonText.mapper(PropertyNamingStrategies.SNAKE_CASE)
                .setDefaultPropertyInclusion(JsonInclude.Include.ALWAYS);
        JsonText.Listing listing = JsonText.listing("removals", mapper, out);
        return new HistoryOutput() {
            @Override
            public void take(JournaledRemoval removal) {
                listing.add(Document.of(removal));
            }

            @Override
            public void end() {
                listing.close();
            }
        };
    }

    static HistoryOutput table(PrintWriter out) {
        TextTable table = new TextTable("", "TIME", "SERVICE", "INSTANCE", "ADDRESS", "REASON", "RESULT", "PASS");
        // Buffered, because the console would flush after every line.
        PrintWriter buffered = new PrintWriter(new BufferedWriter(out));
        return new HistoryOutput() {
            private int rows;

            @Override
            public void take(JournaledRemoval removal) {
                Removing begun = removal.removing();
                table.row(
                        begun.time().truncatedTo(ChronoUnit.SECONDS),
                        begun.serviceId(),
                        begun.instanceId(),
                        begun.registration().shownAddresses(),
                        begun.reason(),
                        result(removal),
                        begun.passId());
                rows++;
                if (rows % ROWS_AT_ONCE == 0) {
                    table.print(buffered);
                }
            }

            @Override
            public void end() {
                if (rows == 0) {
                    buffered.println("nothing removed");
                } else {
                    table.print(buffered);
                }
                buffered.flush();
            }
        };
    }

    private static String result(JournaledRemoval removal) {
        String code =
                removal.outcomeOrNull() == null ? null : removal.outcomeOrNull().errorCode();
        return removal.result() + (code == null ? "" : " (" + Objects.requireNonNull(code) + ")");
    }
}
