package io.github.cloudunmap.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.Problem;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a valid file is warned of. */
class OdditiesTest {
    private static final String LACKS =
            "lacks eu-west-1, which every other service has; an instance there would not be found";

    @Test
    void aRegionThatOneServiceLacksAndAllOthersHave() throws Exception {
        assertThat(warnings("[us-east-1, eu-west-1]", "[us-east-1]", "[us-east-1, eu-west-1]"))
                .containsExactly(new Problem("unmap.yaml", 7, 24, "services[1].instances-regions", LACKS));
    }

    @Test
    void aRegionThatTwoLackOrNobodyElseHasIsNotOdd() throws Exception {
        assertThat(warnings("[us-east-1, eu-west-1]", "[us-east-1]", "[us-east-1]", "[us-east-1]"))
                .isEmpty();
    }

    @Test
    void ofTwoServicesNobodyKnowsWhichIsOdd() throws Exception {
        assertThat(warnings("[us-east-1]", "[eu-west-1]")).isEmpty();
    }

    @Test
    void anIdThatIsNoneOfCloudMaps() throws Exception {
        for (String id : List.of("web", "arn:aws:servicediscovery:us-east-1:111111111111:service/web")) {
            assertThat(check(service(id, "[us-east-1]")).warnings())
                    .extracting(Problem::message)
                    .containsExactly("names web, but the ids of Cloud Map services begin with srv-");
        }
        assertThat(check(service("arn:aws:servicediscovery:us-east-1:111111111111:service/srv-web", "[us-east-1]"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void aRegionThatAwsDoesNotHave() throws Exception {
        assertThat(warnings("[us-esat-1]"))
                .containsExactly(new Problem(
                        "unmap.yaml",
                        4,
                        25,
                        "services[0].instances-regions[0]",
                        "names us-esat-1, which is newer than this program's AWS SDK, or misspelt; did you mean"
                                + " us-east-1?"));
    }

    @Test
    void anArnOfAnotherRegion() throws Exception {
        assertThat(check(service("arn:aws:servicediscovery:eu-west-1:111111111111:service/srv-web", "[us-east-1]"))
                        .warnings())
                .containsExactly(new Problem(
                        "unmap.yaml",
                        3,
                        21,
                        "services[0].service-region",
                        "is us-east-1, but the ARN in service-id is of eu-west-1"));
    }

    @Test
    void ofSelectionsAtTheirPlacesAmongTheServices() throws Exception {
        assertThat(check("""
                        services:
                          - select: { namespace: 'arn:aws:servicediscovery:eu-west-1:111111111111:namespace/ns-1' }
                            service-region: us-east-1
                            instances-regions: [us-esat-2]
                          - service-id: web
                            service-region: us-east-1
                            instances-regions: [us-east-1]
                        """).warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "unmap.yaml:3:21: services[0].service-region: is us-east-1, but the ARN in select.namespace is of"
                                + " eu-west-1",
                        "unmap.yaml:4:25: services[0].instances-regions[0]: names us-esat-2, which is newer than this"
                                + " program's AWS SDK, or misspelt; did you mean us-east-2?",
                        "unmap.yaml:5:17: services[1].service-id: names web, but the ids of Cloud Map services begin with"
                                + " srv-");
    }

    private static CheckedConfig check(String yaml) throws InvalidConfigException {
        return ConfigLoader.check("unmap.yaml", yaml, Set.of("us-east-1", "us-east-2", "eu-west-1"));
    }

    private static List<Problem> warnings(String... regions) throws InvalidConfigException {
        StringBuilder yaml = new StringBuilder("services:\n");
        for (int i = 0; i < regions.length; i++) {
            yaml.append(entry("srv-" + i, regions[i]));
        }
        return check(yaml.toString()).warnings();
    }

    private static String service(String id, String regions) {
        return "services:\n" + entry(id, regions);
    }

    private static String entry(String id, String regions) {
        return "  - service-id: " + id + "\n    service-region: us-east-1\n    instances-regions: " + regions + "\n";
    }
}
