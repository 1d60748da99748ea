package io.github.cloudunmap.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.Problem;
import io.github.cloudunmap.config.SelectionConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each mistake of a file is answered with, to the letter. */
class ConfigProblemsTest {
    private static final String SERVICE = """
            services:
              - service-id: srv-a
                service-region: us-east-1
                instances-regions: [us-east-1]
            """;

    @Test
    void sixMistakesAreSixProblemsInFileOrder() {
        assertThat(problems("""
                log-level: LOUD
                defaults:
                  frequency: 0s
                servces: 3
                services:
                  - service-id: srv-a
                    service-region: mars-1
                    instances-regions: us-east-1
                  - service-id: srv-a
                    service-region: us-east-1
                    instances-regions: [us-east-1]
                """)).isEqualTo("""
                unmap.yaml:1:12: log-level: must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL, not LOUD
                unmap.yaml:3:14: defaults.frequency: must be at least 1s, not 0s
                unmap.yaml:4:1: servces: is no known key; did you mean services?
                unmap.yaml:7:21: services[0].service-region: must look like us-east-1, not mars-1
                unmap.yaml:8:24: services[0].instances-regions: must be a list, not a single value
                unmap.yaml:9:17: services[1].service-id: repeats services[0].service-id of line 6""");
    }

    @Test
    void aSelectionHasItsProblemsAtTheirPlaces() {
        assertThat(problems("""
                defaults:
                  service-region: us-east-1
                  instances-regions: [us-east-1]
                  select: { namespace: a }
                services:
                  - select: { namespace: a }
                    service-id: srv-a
                  - select:
                      names: [b]
                      tag: { a: b }
                  - select: { namespace: c d, names: [] }
                  - select: { namespace: e, names: ['[f]', g, g], tags: {} }
                  - select: { namespace: 'arn:aws:servicediscovery:us-east-1:1:namespace/ns-1', tags: { h: [i], j: } }
                  - select: k
                  - select: { namespace: l }
                    frequency: 0s
                  - select: { namespace: l, names: ["*"] }
                  - select: { namespace: m }
                    name: n
                  - select: { namespace: o }
                    name: n
                  - {}
                max-services: 0
                """)).isEqualTo("""
                unmap.yaml:4:3: defaults.select: belongs to a service, not to the defaults
                unmap.yaml:7:5: services[0].service-id: stands beside select; an entry has one of them
                unmap.yaml:9:7: services[1].select.namespace: is required
                unmap.yaml:10:7: services[1].select.tag: is no known key; did you mean tags?
                unmap.yaml:11:26: services[2].select.namespace: must be a name such as prod.local, an id such as\
                 ns-0123456789abcdef, or the ARN of a namespace, not c d
                unmap.yaml:11:38: services[2].select.names: must have at least one name; leave it out to find every service
                unmap.yaml:12:37: services[3].select.names[0]: must be a name such as web or a glob such as api-*, of\
                 letters, digits and the characters . _ - * ?, not [f]
                unmap.yaml:12:47: services[3].select.names[2]: names g again
                unmap.yaml:12:57: services[3].select.tags: must have 1 to 100 entries; leave it out to have none
                unmap.yaml:13:26: services[4].select.namespace: must be a name such as prod.local, an id such as\
                 ns-0123456789abcdef, or the ARN of a namespace, not arn:aws:servicediscovery:us-east-1:1:namespace/ns-1
                unmap.yaml:13:92: services[4].select.tags.h: must be a single value, not a list
                unmap.yaml:13:99: services[4].select.tags.j: has no value
                unmap.yaml:14:13: services[5].select: must be a mapping, not a single value
                unmap.yaml:16:16: services[6].frequency: must be at least 1s, not 0s
                unmap.yaml:17:5: services[7]: repeats services[6] of line 15
                unmap.yaml:20:5: services[9]: repeats services[8] of line 18
                unmap.yaml:22:5: services[10].service-id: is required, or a select that finds services
                unmap.yaml:23:15: max-services: must be at least 1, not 0""");
    }

    @Test
    void aServiceIsListedOnceInWhateverForm() {
        assertThat(problems("""
                services:
                  - service-id: srv-a
                    service-region: us-east-1
                    instances-regions: [us-east-1]
                  - service-id: arn:aws:servicediscovery:us-east-1:111111111111:service/srv-a
                    service-region: us-east-1
                    instances-regions: [eu-west-1]
                  - service-id: SRV-A
                    service-region: us-east-1
                    instances-regions: [us-east-1]
                """)).isEqualTo("""
                unmap.yaml:5:17: services[1].service-id: repeats services[0].service-id of line 2
                unmap.yaml:8:17: services[2].service-id: repeats services[0].service-id of line 2""");
    }

    @Test
    void aSelectionMayHaveANameThatIsTheIdOfAService() throws Exception {
        Config config = ConfigLoader.parse("unmap.yaml", """
                defaults: { service-region: us-east-1, instances-regions: [us-east-1] }
                services:
                  - service-id: srv-a
                  - select: { namespace: a }
                    name: srv-a
                """);

        assertThat(config.selections()).extracting(SelectionConfig::label).containsExactly("srv-a");
    }

    /** One more line in a file of one valid service: the line stands at 5:1, or as the service's last at 5:5. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            workers: 0             | 5:10: workers: must be at least 1, not 0
            workers: 257           | 5:10: workers: must be at most 256, not 257
            workers: many          | 5:10: workers: must be a whole number of at most 9 digits, not many
            workers: 99999999999   | 5:10: workers: must be a whole number of at most 9 digits, not 99999999999
            workers: 4.0           | 5:10: workers: must be a whole number of at most 9 digits, not 4.0
            workers:               | 5:9: workers: has no value
            workers: ~             | 5:10: workers: has no value
            workers: {}            | 5:10: workers: must be a single value, not a mapping
            log-level: WARNIN      | 5:12: log-level: must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL, not WARNIN; did you mean WARNING?
            log-format: jsn        | 5:13: log-format: must be one of json, text, not jsn; did you mean json?
            log-format: ''         | 5:13: log-format: must be one of json, text, not ''
            ec2-cache-ttl: 61m     | 5:16: ec2-cache-ttl: must be at most 1h, not 1h1m
            suspect-hold: 25h      | 5:15: suspect-hold: must be at most 1d, not 1d1h
            shutdown-timeout: 0    | 5:19: shutdown-timeout: must be at least 1s, not 0s
            shutdown-timeout: 2h   | 5:19: shutdown-timeout: must be at most 1h, not 2h
            suspect-hold: soon     | 5:15: suspect-hold: must be a duration such as 90s, 5m or 1h30m, or a number of seconds, not soon
            prometheus: true       | 5:13: prometheus: must be a mapping, not a single value
            prometheus: {port: 65536} | 5:20: prometheus.port: must be at most 65535, not 65536
            prometheus: {port: -1} | 5:20: prometheus.port: must be at least 0, not -1
            prometheus: {host: a b} | 5:20: prometheus.host: must be a host name or an address, not a b
            prometheus: {host: "0"} | 5:20: prometheus.host: must be a host name or an address, not 0
            prometheus: {host: http://x} | 5:20: prometheus.host: must be a host name or an address, not http://x
            prometheus: {hots: x}  | 5:14: prometheus.hots: is no known key; did you mean host?
            log_level: INFO        | 5:1: log_level: is no known key; did you mean log-level?
            defaults: {service-id: srv-b} | 5:12: defaults.service-id: belongs to a service, not to the defaults
            defaults: {name: web}  | 5:12: defaults.name: belongs to a service, not to the defaults
            defaults: {service-regoin: us-east-1} | 5:12: defaults.service-regoin: is no known key; did you mean service-region?
            defaults: [1]          | 5:11: defaults: must be a mapping, not a list
            services: []           | 5:1: services: is given on line 1 already
            unrelated: 1           | 5:1: unrelated: is no known key
            &a workers: 4          | 5:1: workers: anchors are not supported; settings that services share go under defaults
            """)
    void aWrongSettingOfTheProcessIsNamed(String line, String problem) {
        assertThat(problems(SERVICE + line)).isEqualTo("unmap.yaml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            frequency: [1]             | 5:16: services[0].frequency: must be a single value, not a list
            frequency: 500ms           | 5:16: services[0].frequency: must be at least 1s, not 500ms
            frequency: 31d             | 5:16: services[0].frequency: must be at most 30d, not 31d
            frequency: -5              | 5:16: services[0].frequency: must be a duration such as 90s, 5m or 1h30m, or a number of seconds, not -5
            grace-period: 30d1s        | 5:19: services[0].grace-period: must be at most 30d, not 30d1s
            settle-time: 1h1s          | 5:18: services[0].settle-time: must be at most 1h, not 1h1s
            max-deregistrations: some  | 5:26: services[0].max-deregistrations: must be a count such as 10 or a percentage such as 25%, not some
            max-deregistrations: 0     | 5:26: services[0].max-deregistrations: a count must be at least 1, not 0
            max-deregistrations: 101%  | 5:26: services[0].max-deregistrations: a percentage must be 1% to 100%, not 101%
            role-arn: unmap            | 5:15: services[0].role-arn: must look like arn:aws:iam::123456789012:role/name, not unmap
            external-id: example       | 5:18: services[0].external-id: needs a role-arn beside it
            unmap-stopped: yes         | 5:20: services[0].unmap-stopped: must be true or false, not yes; did you mean true?
            unmap-stopped: Off         | 5:20: services[0].unmap-stopped: must be true or false, not Off; did you mean false?
            unmap-stopped: maybe       | 5:20: services[0].unmap-stopped: must be true or false, not maybe
            name: ''                   | 5:11: services[0].name: must be 1 to 64 printable characters and not begin with a blank, not ''
            name: "a\tb"               | 5:11: services[0].name: must be 1 to 64 printable characters and not begin with a blank, not a\\tb
            dry-run:                   | 5:13: services[0].dry-run: has no value
            ids: ec2_only              | 5:10: services[0].ids: must be one of any, ec2-only, not ec2_only; did you mean ec2-only?
            service-id: srv-b          | 5:5: services[0].service-id: is given on line 2 already
            frequncy: 5m               | 5:5: services[0].frequncy: is no known key; did you mean frequency?
            dry-run: &a true           | 5:14: services[0].dry-run: anchors are not supported; settings that services share go under defaults
            dry-run: *a                | 5:14: services[0].dry-run: aliases are not supported; settings that services share go under defaults
            dry-run: !!bool true       | 5:14: services[0].dry-run: tags are not supported
            <<: {dry-run: true}        | 5:5: services[0].<<: merge keys are not supported; settings that services share go under defaults
            """)
    void aWrongSettingOfAServiceIsNamed(String line, String problem) {
        assertThat(problems(SERVICE + "    " + line)).isEqualTo("unmap.yaml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            []                     | 2:24: services[0].instances-regions: must name at least one region
            [us-east-1, us-east-1] | 2:36: services[0].instances-regions[1]: names us-east-1 again
            [us-east-1, [x]]       | 2:36: services[0].instances-regions[1]: must be a single value, not a list
            [us-east-1, US]        | 2:36: services[0].instances-regions[1]: must look like us-east-1, not US
            [us-east-1, ~]         | 2:36: services[0].instances-regions[1]: has no value
            &x [us-east-1]         | 2:24: services[0].instances-regions: anchors are not supported; settings that services share go under defaults
            !!set [us-east-1]      | 2:24: services[0].instances-regions: tags are not supported
            """)
    void aWrongListOfRegionsIsNamed(String regions, String problem) {
        assertThat(problems("services:\n  - instances-regions: " + regions
                        + "\n    service-id: srv-a\n    service-region: us-east-1\n"))
                .isEqualTo("unmap.yaml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []           | 2:16: services[0].addresses: must name at least one of ipv4, ipv6
            [ipv6, ipv6] | 2:23: services[0].addresses[1]: names ipv6 again
            [ipv5]       | 2:17: services[0].addresses[0]: must be one of ipv4, ipv6, not ipv5; did you mean ipv4?
            ipv6         | 2:16: services[0].addresses: must be a list, not a single value
            [~]          | 2:17: services[0].addresses[0]: has no value
            """)
    void aWrongListOfAddressesIsNamed(String addresses, String problem) {
        assertThat(
                        problems(
                                "services:\n  - addresses: " + addresses
                                        + "\n    service-id: srv-a\n    service-region: us-east-1\n    instances-regions: [us-east-1]\n"))
                .isEqualTo("unmap.yaml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'srv a'  | srv a
            ''       | ''
            "\u00a0" | \\u00a0
            “srv-a”  | “srv-a”
            ${ID}    | ${ID}
            """)
    void aServiceIdIsOneVisibleWord(String id, String shown) {
        assertThat(problems(SERVICE.replace("srv-a", id)))
                .isEqualTo("unmap.yaml:2:17: services[0].service-id:"
                        + " must be a service id such as srv-0123456789abcdef or a service ARN, not " + shown);
    }

    @Test
    void anIndentationThatOnlyLooksLikeSpacesIsNamed() {
        assertThat(problems(SERVICE.replace("    service-region", "  \u00a0 service-region")))
                .isEqualTo("unmap.yaml:3:3: is indented with the character U+00A0; use spaces");
        assertThat(problems(SERVICE.replace("    service-region", "\tservice-region")))
                .isEqualTo("unmap.yaml:3:1: is indented with the character U+0009; use spaces");
    }

    @ParameterizedTest
    @ValueSource(strings = {"---\n", "---", "...\n", "---\n# the end\n"})
    void anEmptyDocumentAtTheEndIsNone(String end) throws InvalidConfigException {
        assertThat(ConfigLoader.parse("unmap.yaml", SERVICE + end).services()).hasSize(1);
    }

    @Test
    void whatAServiceNeedsIsRequiredOnceTheDefaultsAreApplied() {
        assertThat(problems("""
                defaults: { service-region: us-east-1 }
                services:
                  - dry-run: true
                """)).isEqualTo("""
                unmap.yaml:3:5: services[0].service-id: is required, or a select that finds services
                unmap.yaml:3:5: services[0].instances-regions: is required""");
    }

    @Test
    void aWrongDefaultIsOneProblemHoweverManyServicesTakeIt() {
        assertThat(problems("""
                defaults: { frequency: never, grace-period: 31d, colour: red, external-id: example }
                services:
                  - { service-id: srv-a, service-region: us-east-1, instances-regions: [us-east-1] }
                  - { service-id: srv-b, service-region: us-east-1, instances-regions: [us-east-1] }
                """)).isEqualTo("""
                unmap.yaml:1:24: defaults.frequency: must be a duration such as 90s, 5m or 1h30m, or a number of seconds, not never
                unmap.yaml:1:45: defaults.grace-period: must be at most 30d, not 31d
                unmap.yaml:1:50: defaults.colour: is no known key
                unmap.yaml:1:76: defaults.external-id: needs a role-arn beside it""");
    }

    @Test
    void aWrongDefaultIsAProblemEvenIfNoServiceTakesIt() {
        assertThat(problems("defaults: { frequency: 0 }\n" + SERVICE + "    frequency: 1m\n"))
                .isEqualTo("unmap.yaml:1:24: defaults.frequency: must be at least 1s, not 0s");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            services: 3   | 1:11: services: must be a list, not a single value
            services: []  | 1:11: services: must list at least one service
            services:     | 1:10: services: has no value
            services: [3] | 1:12: services[0]: must be a mapping, not a single value
            workers: 4    | 1:1: services: is required
            [services]    | "1:1: must be a mapping, not a list"
            services      | "1:1: must be a mapping, not a single value"
            ---           | "1:4: has no value"
            """)
    void aFileWithoutServicesIsRefused(String yaml, String problem) {
        assertThat(problems(yaml)).isEqualTo("unmap.yaml:" + problem);
    }

    @Test
    void anAnchorIsFoundAtTheVeryBeginning() {
        assertThat(problems("&a services")).isEqualTo("""
                unmap.yaml:1:1: anchors are not supported; settings that services share go under defaults
                unmap.yaml:1:1: must be a mapping, not a single value""");
    }

    @Test
    void theProblemsAreAlsoGivenOneByOne() {
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> ConfigLoader.parse("unmap.yaml", "workers: 0\nservices: []\n"))
                .satisfies(e -> assertThat(e.problems())
                        .containsExactly(
                                new Problem("unmap.yaml", 1, 10, "workers", "must be at least 1, not 0"),
                                new Problem("unmap.yaml", 2, 11, "services", "must list at least one service")));
    }

    private static String problems(String yaml) {
        try {
            return "accepted: " + ConfigLoader.parse("unmap.yaml", yaml);
        } catch (InvalidConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
