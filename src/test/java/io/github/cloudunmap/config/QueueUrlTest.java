package io.github.cloudunmap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueUrlTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            sqs.us-east-1.amazonaws.com, us-east-1, -
            sqs.cn-north-1.amazonaws.com.cn, cn-north-1, -
            sqs.us-gov-west-1.amazonaws.com, us-gov-west-1, -
            us-west-2.queue.amazonaws.com, us-west-2, -
            cn-north-1.queue.amazonaws.com.cn, cn-north-1, -
            queue.amazonaws.com, us-east-1, -
            sqs-fips.us-east-1.amazonaws.com, us-east-1, https://sqs-fips.us-east-1.amazonaws.com
            sqs.eu-west-1.api.aws, eu-west-1, https://sqs.eu-west-1.api.aws
            sqs.cn-north-1.api.amazonwebservices.com.cn, cn-north-1, https://sqs.cn-north-1.api.amazonwebservices.com.cn
            sqs-fips.us-east-1.api.aws, us-east-1, https://sqs-fips.us-east-1.api.aws
            vpce-0a1b-2c3d.sqs.us-east-1.vpce.amazonaws.com, us-east-1, https://vpce-0a1b-2c3d.sqs.us-east-1.vpce.amazonaws.com
            vpce-0a1b-us-east-1a.sqs.us-east-1.vpce.amazonaws.com, us-east-1, https://vpce-0a1b-us-east-1a.sqs.us-east-1.vpce.amazonaws.com
            """)
    void theHostSaysTheRegionAndWhereRequestsGo(String host, String region, String endpoint) {
        String text = "https://" + host + "/123456789012/changes.fifo";
        assertThat(QueueUrl.parse(text))
                .isEqualTo(new QueueUrl(text, region, "123456789012", "changes.fifo", Optional.ofNullable(endpoint)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            changes|must be the queue's URL, not its name; aws sqs get-queue-url --queue-name changes prints it, such as https://sqs.us-east-1.amazonaws.com/123456789012/changes
            changes.fifo|must be the queue's URL, not its name; aws sqs get-queue-url --queue-name changes.fifo prints it, such as https://sqs.us-east-1.amazonaws.com/123456789012/changes.fifo
            arn:aws:sqs:eu-west-1:123456789012:changes|must be the queue's URL, not its ARN; the URL of arn:aws:sqs:eu-west-1:123456789012:changes is https://sqs.eu-west-1.amazonaws.com/123456789012/changes
            arn:aws-cn:sqs:cn-north-1:123456789012:q|must be the queue's URL, not its ARN; the URL of arn:aws-cn:sqs:cn-north-1:123456789012:q is https://sqs.cn-north-1.amazonaws.com.cn/123456789012/q
            arn:aws-eusc:sqs:eusc-de-east-1:123456789012:q|must be the queue's URL, not its ARN; the URL of arn:aws-eusc:sqs:eusc-de-east-1:123456789012:q is https://sqs.eusc-de-east-1.amazonaws.eu/123456789012/q
            arn:aws:sqs:eu-west-1:1234:changes|must be a queue URL such as https://sqs.us-east-1.amazonaws.com/123456789012/name, not arn:aws:sqs:eu-west-1:1234:changes
            arn:aws:sns:eu-west-1:123456789012:changes|must be a queue URL such as https://sqs.us-east-1.amazonaws.com/123456789012/name, not arn:aws:sns:eu-west-1:123456789012:changes
            http://sqs.us-east-1.amazonaws.com/123456789012/q|must be a URL that begins with https://, not http://sqs.us-east-1.amazonaws.com/123456789012/q
            sqs.us-east-1.amazonaws.com/123456789012/q|must be a URL that begins with https://, not sqs.us-east-1.amazonaws.com/123456789012/q
            https://sqs.us-east-1.amazonaws.com/q|must be a queue URL such as https://sqs.us-east-1.amazonaws.com/123456789012/name, not https://sqs.us-east-1.amazonaws.com/q
            https://sqs.us-east-1.amazonaws.com/123456789012/q/|must be a queue URL such as https://sqs.us-east-1.amazonaws.com/123456789012/name, not https://sqs.us-east-1.amazonaws.com/123456789012/q/
            https://sqs.us-east-1.amazonaws.com:443/123456789012/q|must be a queue URL whose host names the region, such as https://sqs.us-east-1.amazonaws.com/123456789012/name, not https://sqs.us-east-1.amazonaws.com:443/123456789012/q
            https://user:pw@sqs.us-east-1.amazonaws.com/123456789012/q|must be a queue URL whose host names the region, such as https://sqs.us-east-1.amazonaws.com/123456789012/name, not https://***@sqs.us-east-1.amazonaws.com/123456789012/q
            https://queues.example.com/123456789012/q|must be a queue URL whose host names the region, such as https://sqs.us-east-1.amazonaws.com/123456789012/name, not https://queues.example.com/123456789012/q
            """)
    void anythingElseSaysWhatToWrite(String text, String message) {
        assertThatThrownBy(() -> QueueUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void everyFormFitsThePatternOfTheSchema() {
        assertThat("https://vpce-0a1b.sqs.us-east-1.vpce.amazonaws.com/123456789012/changes.fifo")
                .matches(QueueUrl.PATTERN);
    }
}
