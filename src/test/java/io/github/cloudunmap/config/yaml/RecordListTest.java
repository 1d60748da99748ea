package io.github.cloudunmap.config.yaml;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.config.InvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake in a list of blocks, at its place. */
class RecordListTest {
    private static final String URL = "https://sqs.us-east-1.amazonaws.com/123456789012/a";
    private static final String SERVICE =
            "\nservices: [{ service-id: srv-a, service-region: us-east-1, instances-regions: [us-east-1] }]\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            events: URL|f:1:9: events: must be a list, not a single value
            events:|f:1:8: events: has no value
            events: [URL]|f:1:10: events[0]: must be a mapping, not a single value
            events: [{}]|f:1:10: events[0].queue-url: is required
            events: [{ queue-url: }]|f:1:22: events[0].queue-url: has no value
            events: [{ queue-url: [URL] }]|f:1:23: events[0].queue-url: must be a single value, not a list
            events: [{ queue-url: URL, role: x }]|f:1:75: events[0].role: is no known key
            events: [{ queue-url: URL }, { queue-url: URLb, role-arn: x }]|f:1:153: events[1].role-arn: must look like arn:aws:iam::123456789012:role/name, not x
            events: [{ queue-url: a }, { queue-url: URL }]|f:1:23: events[0].queue-url: must be the queue's URL, not its name; aws sqs get-queue-url --queue-name a prints it, such as https://sqs.us-east-1.amazonaws.com/123456789012/a
            events: [{ queue-url: URL }, { queue-url: URLb }, { queue-url: URL }]|f:1:158: events[2].queue-url: names the queue a again
            events: [{ queue-url: URL }, { queue-url: 'https://queue.amazonaws.com/123456789012/a' }]|f:1:90: events[1].queue-url: names the queue a again
            """)
    void namesThePlace(String yaml, String problem) {
        assertThatThrownBy(() -> ConfigLoader.parse("f", yaml.replace("URL", URL) + SERVICE))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(problem);
    }

    @Test
    void refusesALongList() {
        String events = "events: [" + ("{ queue-url: '" + URL + "' }, ").repeat(101) + "]";
        assertThatThrownBy(() -> ConfigLoader.parse("f", events + SERVICE))
                .hasMessage("f:1:9: events: lists more than 100 values");
    }
}
