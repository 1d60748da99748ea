package io.github.cloudunmap.config;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that editors read, and whether it says what the loader says. */
class ConfigSchemaTest {
    private static final Path FILE = Path.of("config/unmap.schema.json");
    /** Set, the schema is written instead of compared. */
    private static final String WRITE = "unmap.schema.write";

    private static final String SERVICE = """
            services:
              - service-id: srv-a
                service-region: us-east-1
                instances-regions: [us-east-1]
            """;

    @Test
    void theSchemaIsUpToDate() throws IOException {
        String generated = new ObjectMapper()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(new ConfigSchema(descriptions()).generate())
                + "\n";
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(FILE, generated);
        }

        assertThat(Files.exists(FILE) ? Files.readString(FILE) : "")
                .as("%s is out of date: run mvn -q test -Dtest=ConfigSchemaTest -D%s=true", FILE, WRITE)
                .isEqualTo(generated);
    }

    @Test
    void theSampleNamesItsSchema() throws IOException {
        assertThat(Files.readAllLines(Path.of("config/unmap.yaml")))
                .startsWith("# yaml-language-server: $schema=" + FILE.getFileName());
    }

    static Stream<Path> shippedFiles() throws IOException {
        try (Stream<Path> examples = Files.list(Path.of("examples"))) {
            return Stream.concat(Stream.of(Path.of("config/unmap.yaml")), examples)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("shippedFiles")
    void everyShippedFileIsValid(Path file) throws IOException {
        assertThat(problems(Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            workers: 256
            frequency: 300
            frequency: 1h30m
            frequency: '300'
            grace-period: 0
            settle-time: 1h
            max-deregistrations: 10
            max-deregistrations: 100%
            ids: any
            role-arn: arn:aws-cn:iam::123456789012:role/path/unmap
            log-level: CRITICAL
            ec2-cache-ttl: 0s
            prometheus: { enabled: true, host: '::1', port: 0 }
            events: [{ queue-url: https://sqs.us-east-1.amazonaws.com/123456789012/changes }]
            events: [{ queue-url: https://sqs.eu-west-1.amazonaws.com/123456789012/a.fifo, role-arn: arn:aws:iam::123456789012:role/unmap }]
            defaults: { frequency: 60s, external-id: example, role-arn: 'arn:aws:iam::123456789012:role/unmap' }
            """)
    void takesWhatTheLoaderTakes(String line) throws Exception {
        String yaml = file(line);

        assertThat(ConfigLoader.parse("unmap.yaml", yaml).services()).hasSize(1);
        assertThat(problems(yaml)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            workers: 0
            workers: many
            worker: 4
            log-level: LOUD
            log-format: xml
            ec2-cache-ttl: 3601
            shutdown-timeout: 0
            suspect-hold: soon
            prometheus: true
            prometheus: { port: 65536 }
            prometheus: { hots: x }
            events: changes
            events: [changes]
            events: [{ role-arn: arn:aws:iam::123456789012:role/unmap }]
            events: [{ queue-url: changes }]
            events: [{ queue-url: arn:aws:sqs:us-east-1:123456789012:changes }]
            events: [{ queue-url: https://sqs.us-east-1.amazonaws.com/123456789012/changes, role-arn: unmap }]
            events: [{ queue-uri: https://sqs.us-east-1.amazonaws.com/123456789012/changes }]
            defaults: { service-id: srv-b }
            defaults: { select: { namespace: a } }
            select-interval: 9
            max-services: 10001
            defaults: { service-regoin: us-east-1 }
            frequency: 0
            frequency: 1.5
            frequency: m5
            grace-period: 2592001
            settle-time: 3601
            max-deregistrations: 0
            max-deregistrations: 101%
            role-arn: unmap
            external-id: example
            unmap-stopped: maybe
            ids: ec2_only
            frequncy: 5m
            """)
    void refusesWhatTheLoaderRefuses(String line) {
        String yaml = file(line);

        assertThat(isAccepted(yaml)).isFalse();
        assertThat(problems(yaml)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            services: []
            workers: 4
            services: [{ service-id: srv-a, service-region: us-east-1 }]
            services: [{ service-id: srv-a, instances-regions: [us-east-1] }]
            services: [{ service-region: us-east-1, instances-regions: [us-east-1] }]
            services: [{ service-id: srv-a, service-region: mars-1, instances-regions: [us-east-1] }]
            services: [{ service-id: srv-a, service-region: us-east-1, instances-regions: [] }]
            services: [{ service-id: srv-a, service-region: us-east-1, instances-regions: [mars-1] }]
            services: [{ service-id: srv-a, service-region: us-east-1, instances-regions: [us-east-1, us-east-1] }]
            services: [{ service-region: us-east-1, instances-regions: [us-east-1], select: prod.local }]
            services: [{ service-region: us-east-1, instances-regions: [us-east-1], select: {} }]
            services: [{ service-region: us-east-1, instances-regions: [us-east-1], select: { namespace: [a] } }]
            services: [{ service-region: us-east-1, instances-regions: [us-east-1], select: { namespace: a b } }]
            services: [{ service-region: us-east-1, instances-regions: [us-east-1], select: { namespace: 'arn:aws:x' } }]
            services: [{ service-region: us-east-1, instances-regions: [us-east-1], select: { namespace: a, names: [] } }]
            services: [{ service-region: us-east-1, instances-regions: [us-east-1], select: { namespace: a, names: ['[a]'] } }]
            services: [{ service-region: us-east-1, instances-regions: [us-east-1], select: { namespace: a, names: [b, b] } }]
            services: [{ service-region: us-east-1, instances-regions: [us-east-1], select: { namespace: a, tags: {} } }]
            services: [{ service-region: us-east-1, instances-regions: [us-east-1], select: { namespace: a, tags: { k: [] } } }]
            services: [{ service-region: us-east-1, instances-regions: [us-east-1], select: { namespace: a, name: b } }]
            services: [{ service-id: srv-a, select: { namespace: a }, service-region: us-east-1, instances-regions: [us-east-1] }]
            services: [{ service-id: srv a, service-region: us-east-1, instances-regions: [us-east-1] }]
            """)
    void refusesServicesThatTheLoaderRefuses(String yaml) {
        assertThat(isAccepted(yaml)).isFalse();
        assertThat(problems(yaml)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            namespace: prod.local
            namespace: ns-0123456789abcdef, names: [web, 'api-*', '*', 'a?c_D.e']
            namespace: 'arn:aws:servicediscovery:us-east-1:123456789012:namespace/ns-1', tags: { unmap: true, 'a b': '', n: 1 }
            """)
    void takesSelectionsThatTheLoaderTakes(String select) throws Exception {
        String yaml = "defaults: { service-region: us-east-1, instances-regions: [us-east-1] }\nservices: [{ select: { "
                + select + " } }]";

        assertThat(ConfigLoader.parse("unmap.yaml", yaml).selections()).hasSize(1);
        assertThat(problems(yaml)).isEmpty();
    }

    @Test
    void whatTheDefaultsSayNoServiceHasToSay() {
        assertThat(problems("""
                defaults: { service-region: us-east-1, instances-regions: [us-east-1] }
                services: [{ service-id: srv-a }]
                """)).isEmpty();
    }

    /** A file of one service with that line, as a setting of the process if it is one, else of the service. */
    private static String file(String line) {
        boolean ofProcess = line.matches(
                "(worker|log-|ec2-cache|shutdown|suspect|prometheus|events|defaults|select-|max-services).*");
        return SERVICE + (ofProcess ? "" : "    ") + line + "\n";
    }

    private static boolean isAccepted(String yaml) {
        try {
            ConfigLoader.parse("unmap.yaml", yaml);
            return true;
        } catch (InvalidConfigException e) {
            return false;
        }
    }

    private static List<Error> problems(String yaml) {
        try {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(Files.readString(FILE));
            return schema.validate(yaml, InputFormat.YAML);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What the tables of docs/configuration.md say of each setting. */
    private static Map<String, String> descriptions() throws IOException {
        return Pattern.compile("(?m)^\\| `([a-z0-9.-]+)` \\| [^|]+ \\| ([^|]+) \\| ([^|]+) \\|$")
                .matcher(Files.readString(Path.of("docs/configuration.md")))
                .results()
                .collect(
                        toMap(row -> row.group(1), row -> (row.group(3) + " (" + row.group(2) + ")").replace("`", "")));
    }
}
