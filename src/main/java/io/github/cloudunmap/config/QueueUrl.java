package io.github.cloudunmap.config;

import io.github.cloudunmap.text.OneLine;
import io.github.cloudunmap.text.Redaction;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of an SQS queue, in the form that SQS shows. The SDK sends requests to the region of its client, even if the
 * URL names another region. So the client must be made for the region in the URL.
 *
 * @param text the URL
 * @param region the region of the queue
 * @param account the account that owns the queue
 * @param name the name of the queue, which is unique in its account and region
 * @param endpoint where to send requests, such as {@code https://sqs-fips.us-east-1.amazonaws.com}; empty for the
 *     region's own endpoint
 */
public record QueueUrl(String text, String region, String account, String name, Optional<String> endpoint) {
    /** The pattern of a queue URL in the JSON schema of the configuration file. */
    static final String PATTERN = "https://[A-Za-z0-9.-]{1,253}/[0-9]{12}/[A-Za-z0-9_-]{1,80}(\\.fifo)?";

    private static final String REGION = "([a-z]{2,20}(?:-[a-z]{1,20}){1,4}-[0-9]{1,2})";
    private static final String DOMAIN = "(?:amazonaws\\.com|amazonaws\\.com\\.cn|amazonaws\\.eu|[a-z0-9.-]{1,40})";
    private static final String NAME = "([A-Za-z0-9_-]{1,80}(?:\\.fifo)?)";
    private static final Pattern URL = Pattern.compile("https://([^/]+)/([0-9]{12})/" + NAME);
    /** Matches the host of a region's own endpoint, or of its dual-stack endpoint, such as an endpoint in api.aws. */
    private static final Pattern PLAIN = Pattern.compile("sqs\\." + REGION + "\\." + DOMAIN);

    private static final Pattern LEGACY = Pattern.compile("(?:" + REGION + "\\.)?queue\\.amazonaws\\.com(?:\\.cn)?");
    private static final Pattern OTHER = Pattern.compile("(?:sqs-fips\\." + REGION + "\\." + DOMAIN
            + "|(?:[a-z0-9-]{1,80}\\.){1,2}sqs\\." + REGION + "\\.vpce\\." + DOMAIN + ")");
    private static final Pattern ARN = Pattern.compile("arn:([a-z-]+):sqs:" + REGION + ":([0-9]{12}):" + NAME);
    private static final String EXAMPLE = "https://sqs.us-east-1.amazonaws.com/123456789012/";
    /** The domain of the endpoints of each partition. */
    private static final Map<String, String> DOMAINS = Map.of(
            "aws", "amazonaws.com",
            "aws-us-gov", "amazonaws.com",
            "aws-cn", "amazonaws.com.cn",
            "aws-eusc", "amazonaws.eu",
            "aws-iso", "c2s.ic.gov",
            "aws-iso-b", "sc2s.sgov.gov",
            "aws-iso-e", "cloud.adc-e.uk",
            "aws-iso-f", "csp.hci.ic.gov");

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if the text is no queue URL; the message says what to write
     */
    public static QueueUrl parse(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            throw noUrl(text);
        }
        String host = url.group(1);
        for (Pattern form : new Pattern[] {PLAIN, LEGACY, OTHER}) {
            Matcher found = form.matcher(host);
            if (found.matches()) {
                boolean own = form != OTHER && !host.endsWith(".api.aws") && !host.contains(".api.");
                return new QueueUrl(
                        text,
                        regionOf(found),
                        url.group(2),
                        url.group(3),
                        own ? Optional.empty() : Optional.of("https://" + host));
            }
        }
        throw refused("a queue URL whose host names the region, such as " + EXAMPLE + "name", text);
    }

    private static IllegalArgumentException noUrl(String text) {
        Matcher arn = ARN.matcher(text);
        if (arn.matches() && DOMAINS.containsKey(arn.group(1))) {
            return new IllegalArgumentException("must be the queue's URL, not its ARN; the URL of " + text
                    + " is https://sqs." + arn.group(2) + "." + DOMAINS.get(arn.group(1)) + "/" + arn.group(3) + "/"
                    + arn.group(4));
        } else if (text.matches(NAME)) {
            return new IllegalArgumentException("must be the queue's URL, not its name; aws sqs get-queue-url"
                    + " --queue-name " + text + " prints it, such as " + EXAMPLE + text);
        } else if (text.startsWith("http://") || URL.matcher("https://" + text).matches()) {
            return refused("a URL that begins with https://", text);
        }
        return refused("a queue URL such as " + EXAMPLE + "name", text);
    }

    private static String regionOf(Matcher host) {
        for (int group = 1; group <= host.groupCount(); group++) {
            if (host.group(group) != null) {
                return host.group(group);
            }
        }
        return "us-east-1"; // queue.amazonaws.com, the oldest form
    }

    /** Whether both URLs name the same queue. A queue has several URLs. */
    boolean isSameQueue(QueueUrl other) {
        return region.equals(other.region) && account.equals(other.account) && name.equals(other.name);
    }

    private static IllegalArgumentException refused(String what, String text) {
        return new IllegalArgumentException("must be " + what + ", not " + OneLine.quote(Redaction.of(text)));
    }

    @Override
    public String toString() {
        return text;
    }
}
