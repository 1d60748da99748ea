package io.github.cloudunmap.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.Problem;
import java.util.List;
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
            assertThat(ConfigLoader.check("unmap.yaml", service(id, "[us-east-1]"))
                            .warnings())
                    .extracting(Problem::message)
                    .containsExactly("names web, but the ids of Cloud Map services begin with srv-");
        }
        assertThat(ConfigLoader.check(
                                "unmap.yaml",
                                service(
                                        "arn:aws:servicediscovery:us-east-1:111111111111:service/srv-web",
                                        "[us-east-1]"))
                        .warnings())
                .isEmpty();
    }

    private static List<Problem> warnings(String... regions) throws InvalidConfigException {
        StringBuilder yaml = new StringBuilder("services:\n");
        for (int i = 0; i < regions.length; i++) {
            yaml.append(entry("srv-" + i, regions[i]));
        }
        return ConfigLoader.check("unmap.yaml", yaml.toString()).warnings();
    }

    private static String service(String id, String regions) {
        return "services:\n" + entry(id, regions);
    }

    private static String entry(String id, String regions) {
        return "  - service-id: " + id + "\n    service-region: us-east-1\n    instances-regions: " + regions + "\n";
    }
}
