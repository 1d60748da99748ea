package io.github.cloudunmap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What {@code status} prints of a pass that was refused. */
final class StatusTableTest {
    @Test
    void aRefusalNamesWhatStays() throws Exception {
        assertThat(printed("refused", "\"i-1\""))
                .contains("i-1 stays registered; wait\n")
                .doesNotContain("some removals failed");
    }

    @Test
    void aFailureBesideARefusalIsPrintedToo() throws Exception {
        assertThat(printed("error", "\"i-1\", \"i-2\""))
                .contains("i-1, i-2 stay registered; wait\n", "srv-a: some removals failed");
    }

    private static String printed(String result, String instances) throws Exception {
        String status = """
                {"services": [{"service_id": "srv-a", "frequency_ms": 60000, "last_pass": {"result": "%s", "refusal":
                {"rule": "never-all", "why": "all are stale", "instances": [%s], "way_out": "wait"}}}]}
                """.formatted(result, instances);
        StringWriter out = new StringWriter();
        StatusTable.print(new ObjectMapper().readTree(status), new PrintWriter(out, true));
        return out.toString();
    }
}
