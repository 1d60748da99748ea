package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.registeredWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which registrations are another controller's, or for an instance in a region that is not read. */
class OwnershipTest {
    private static final String ID = "i-00000001";
    private static final String ADDRESS = "10.0.0.1";

    @ParameterizedTest
    @CsvSource({
        "ECS_CLUSTER_NAME, Amazon ECS",
        "ECS_SERVICE_NAME, Amazon ECS",
        "ECS_TASK_DEFINITION_FAMILY, Amazon ECS",
        "ECS_TASK_SET_EXTERNAL_ID, Amazon ECS",
        "K8S_CONTROLLER, the AWS Cloud Map MCS controller for Kubernetes",
        "appmesh.k8s.aws/mesh, the AWS App Mesh controller for Kubernetes",
        "appmesh.k8s.aws/virtualNode, the AWS App Mesh controller for Kubernetes",
        "k8s.io/pod, a Kubernetes controller",
        "k8s.io/namespace, a Kubernetes controller"
    })
    void anAttributeThatOnlyAControllerSetsNamesIt(String key, String owner) {
        assertThat(foreign(Map.of(key, "prod"))).hasValue("registered by " + owner);
    }

    @Test
    void ofSeveralMarksTheMostTellingNamesTheOwner() {
        assertThat(foreign(Map.of("k8s.io/pod", "web-1", "appmesh.k8s.aws/mesh", "prod")))
                .hasValue("registered by the AWS App Mesh controller for Kubernetes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster", "MY_ECS_CLUSTER", "example.com/k8s.io/pod", "EC2_INSTANCE_ID", "ecs"})
    void otherAttributesAreNoMark(String key) {
        assertThat(foreign(Map.of(key, "prod"))).isEmpty();
    }

    @Test
    void anAddressThatIsItsOwnIdBesideOtherAttributesIsNot() {
        assertThat(Ownership.foreign(registeredWith(ADDRESS, ADDRESS, Map.of("stage", "prod")), List.of(HOME)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-1, eu-west-1",
        "eu-west-1b, eu-west-1",
        "' EU-WEST-1 ', eu-west-1",
        "us-west-2-lax-1a, us-west-2",
        "eu-west-2-wl1-lon-wlz-1, eu-west-2",
        "us-east-10, us-east-10",
        "us-gov-west-1a, us-gov-west-1",
        "eusc-de-east-1a, eusc-de-east-1"
    })
    void anInstanceInARegionThatIsNotReadIsForeign(String place, String region) {
        for (String key : List.of("REGION", "AVAILABILITY_ZONE")) {
            assertThat(foreign(Map.of(key, place)))
                    .hasValue("its " + key + " says that it is in " + region
                            + ", which is none of the service's instances-regions");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "us-east-1a", "US-EAST-1", "us-east-1-bos-1a", "us-east-1-wl1-bos-wlz-1"})
    void anInstanceInARegionThatIsReadIsJudged(String place) {
        for (String key : List.of("REGION", "AVAILABILITY_ZONE")) {
            assertThat(foreign(Map.of(key, place))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "emea", "use1-az1", "production-1", "eu west 1", "eu-west"})
    void whatNamesNoRegionSaysNothing(String place) {
        assertThat(foreign(Map.of("REGION", place, "AVAILABILITY_ZONE", place))).isEmpty();
    }

    @Test
    void theZoneCountsBesideARegionThatIsRead() {
        assertThat(foreign(Map.of("REGION", "us-east-1", "AVAILABILITY_ZONE", "eu-west-1a")))
                .isPresent();
    }

    private static Optional<String> foreign(Map<String, String> attributes) {
        return Ownership.foreign(registeredWith(ID, ADDRESS, attributes), List.of(HOME));
    }
}
