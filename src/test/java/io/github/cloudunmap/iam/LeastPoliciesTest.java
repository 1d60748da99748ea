package io.github.cloudunmap.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.iam.PolicyDocument.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

class LeastPoliciesTest {
    private static final String SHOP = "arn:aws:iam::111111111111:role/unmap";
    private static final String PARTNER = "arn:aws:iam::222222222222:role/partners/unmap";

    @Test
    void aFileWithoutRolesNeedsOnePolicyOfTheProcess() throws Exception {
        assertThat(policies("""
                defaults: { service-region: us-east-1, instances-regions: [us-east-1] }
                services:
                  - service-id: srv-web
                """))
                .containsOnlyKeys("process")
                .extractingByKey("process")
                .extracting(PolicyDocument::version)
                .isEqualTo("2012-10-17");
    }

    @Test
    void eachIdentityGetsWhatItsOwnServicesNeed() throws Exception {
        Map<String, PolicyDocument> policies = policies("""
                defaults: { service-region: us-east-1, instances-regions: [us-east-1] }
                services:
                  - { service-id: srv-web }
                  - { service-id: srv-shop, role-arn: '%s' }
                  - { service-id: srv-partner, role-arn: '%s' }
                  - { service-id: srv-shop2, role-arn: '%s', external-id: other }
                """.formatted(SHOP, PARTNER, SHOP));

        assertThat(policies.keySet()).containsExactly("process", SHOP, PARTNER);
        assertThat(statement(policies, "process", "AssumeRoles"))
                .isEqualTo(Statement.allow("AssumeRoles", List.of("sts:AssumeRole"), List.of(SHOP, PARTNER)));
        assertThat(statement(policies, "process", "ListRegistrations").resource())
                .containsExactly("arn:aws:servicediscovery:us-east-1:*:service/srv-web");
        assertThat(statement(policies, SHOP, "ListRegistrations").resource())
                .containsExactly(
                        "arn:aws:servicediscovery:us-east-1:111111111111:service/srv-shop",
                        "arn:aws:servicediscovery:us-east-1:111111111111:service/srv-shop2");
        assertThat(sids(policies, PARTNER)).doesNotContain("AssumeRoles").contains("FindInstances");
    }

    @Test
    void aSelectionMayListEverywhereAndChangeWhatHasItsTags() throws Exception {
        Map<String, PolicyDocument> policies = policies("""
                defaults: { service-region: us-east-1, instances-regions: [us-east-1] }
                services:
                  - service-id: srv-web
                  - select: { namespace: prod.local, tags: { unmap: true } }
                  - select: { namespace: ns-1 }
                    service-region: eu-west-1
                    role-arn: '%s'
                  - select: { namespace: 'arn:aws:servicediscovery:eu-west-1:222222222222:namespace/ns-2' }
                    service-region: eu-west-1
                    role-arn: '%s'
                """.formatted(SHOP, SHOP));

        assertThat(statement(policies, "process", "FindServices"))
                .isEqualTo(Statement.allow(
                                "FindServices",
                                List.of(
                                        "servicediscovery:ListNamespaces",
                                        "servicediscovery:ListServices",
                                        "servicediscovery:ListTagsForResource"),
                                List.of("*"))
                        .inRegions(List.of("us-east-1")));
        assertThat(statement(policies, "process", "RemoveRegistrations").resource())
                .containsExactly("arn:aws:servicediscovery:us-east-1:*:service/srv-web");
        assertThat(statement(policies, "process", "RemoveRegistrations2"))
                .isEqualTo(Statement.allow(
                                "RemoveRegistrations2",
                                List.of("servicediscovery:DeregisterInstance"),
                                List.of("arn:aws:servicediscovery:us-east-1:*:service/*"))
                        .withTags(Map.of("unmap", "true")));
        assertThat(statement(policies, "process", "OptionalLearnOutcome").resource())
                .contains("arn:aws:servicediscovery:us-east-1:*:namespace/*");
        assertThat(statement(policies, SHOP, "FindServices"))
                .isEqualTo(Statement.allow("FindServices", List.of("servicediscovery:ListServices"), List.of("*"))
                        .inRegions(List.of("eu-west-1")));
        assertThat(statement(policies, SHOP, "CheckNamespaceOfServices").resource())
                .containsExactly(
                        "arn:aws:servicediscovery:eu-west-1:111111111111:service/*",
                        "arn:aws:servicediscovery:eu-west-1:222222222222:service/*");
        assertThat(statement(policies, SHOP, "OptionalLearnOutcome").resource())
                .startsWith(
                        "arn:aws:servicediscovery:eu-west-1:111111111111:namespace/ns-1",
                        "arn:aws:servicediscovery:eu-west-1:222222222222:namespace/ns-2");
    }

    @Test
    void aTagIsComparedAsItIsWritten() throws Exception {
        Map<String, PolicyDocument> policies = policies("""
                defaults: { service-region: us-east-1, instances-regions: [us-east-1] }
                services:
                  - select: { namespace: prod.local, tags: { owner: '${aws:username}', cost: 'a*?$' } }
                """);

        assertThat(statement(policies, "process", "RemoveRegistrations").condition())
                .isEqualTo(Map.of(
                        "StringEquals",
                        Map.of(
                                "aws:ResourceTag/owner", List.of("${$}{aws:username}"),
                                "aws:ResourceTag/cost", List.of("a*?${$}"))));
    }

    @Test
    void whoReadsAQueueMayReceiveAndDeleteItsMessages() throws Exception {
        String file = """
                events:
                  - queue-url: https://sqs.cn-north-1.amazonaws.com.cn/123456789012/own
                  - queue-url: https://sqs.us-east-1.amazonaws.com/111111111111/shop
                    role-arn: '%s'
                services: [{ service-id: srv-web, service-region: us-east-1, instances-regions: [us-east-1] }]
                """.formatted(SHOP);
        Map<String, PolicyDocument> policies = policies(file);

        List<String> actions = List.of("sqs:ReceiveMessage", "sqs:DeleteMessage");
        assertThat(statement(policies, "process", "ReadEvents"))
                .isEqualTo(
                        Statement.allow("ReadEvents", actions, List.of("arn:aws-cn:sqs:cn-north-1:123456789012:own")));
        assertThat(statement(policies, "process", "AssumeRoles").resource()).containsExactly(SHOP);
        assertThat(Objects.requireNonNull(policies.get(SHOP)).statement())
                .containsExactly(
                        Statement.allow("ReadEvents", actions, List.of("arn:aws:sqs:us-east-1:111111111111:shop")));
        assertThat(LeastPolicies.toRestore(ConfigLoader.parse("unmap.yaml", file)))
                .containsOnlyKeys("process");
    }

    @Test
    void theQueuesOfOneIdentityStandTogetherEachByItsArn() throws Exception {
        Map<String, PolicyDocument> policies = policies("""
                events:
                  - queue-url: https://sqs-fips.us-gov-west-1.amazonaws.com/123456789012/a.fifo
                  - queue-url: https://vpce-0a1b.sqs.us-gov-east-1.vpce.amazonaws.com/123456789012/b
                services: [{ service-id: srv-web, service-region: us-gov-west-1, instances-regions: [us-gov-west-1] }]
                """);

        assertThat(statement(policies, "process", "ReadEvents").resource())
                .containsExactly(
                        "arn:aws-us-gov:sqs:us-gov-west-1:123456789012:a.fifo",
                        "arn:aws-us-gov:sqs:us-gov-east-1:123456789012:b");
        assertThat(sids(policies, "process")).containsOnlyOnce("ReadEvents").doesNotContain("AssumeRoles");
    }

    @Test
    void onlyThePolicyForARestoreMayRegister() throws Exception {
        Config config = ConfigLoader.parse(
                "unmap.yaml",
                "services: [{service-id: srv-web, service-region: us-east-1, instances-regions: [us-east-1],"
                        + " role-arn: '" + SHOP + "'}]");

        assertThat(statement(LeastPolicies.toRestore(config), SHOP, "RestoreRegistrations"))
                .isEqualTo(Statement.allow(
                        "RestoreRegistrations",
                        List.of("servicediscovery:RegisterInstance"),
                        List.of("arn:aws:servicediscovery:us-east-1:111111111111:service/srv-web")));
        assertThat(sids(LeastPolicies.toRestore(config), SHOP))
                .startsWith("FindInstances", "ReadRegistrations")
                .doesNotContain("RemoveRegistrations");
        assertThat(sids(LeastPolicies.toRestore(config), "process")).containsExactly("AssumeRoles");
        assertThat(LeastPolicies.of(config).values().toString()).doesNotContain("RegisterInstance");
    }

    @Test
    void aProcessThatOnlyAssumesRolesMayDoNothingElse() throws Exception {
        assertThat(sids(policies("""
                services:
                  - service-id: srv-shop
                    service-region: us-east-1
                    instances-regions: [us-east-1]
                    role-arn: %s
                """.formatted(SHOP)), "process")).containsExactly("AssumeRoles");
    }

    @Test
    void ec2IsReadInTheRegionsOfTheServicesOnly() throws Exception {
        Statement find = statement(policies("""
                defaults: { service-region: us-east-1 }
                services:
                  - { service-id: srv-a, instances-regions: [us-east-1, eu-west-1] }
                  - { service-id: srv-b, instances-regions: [eu-west-1, sa-east-1] }
                """), "process", "FindInstances");

        assertThat(find.action()).containsExactly("ec2:DescribeInstances");
        assertThat(find.resource()).containsExactly("*");
        assertThat(find.condition())
                .isEqualTo(Map.of(
                        "StringEquals", Map.of("aws:RequestedRegion", List.of("us-east-1", "eu-west-1", "sa-east-1"))));
    }

    @Test
    void onlyServicesThatAreWrittenToMayBeWrittenTo() throws Exception {
        Map<String, PolicyDocument> policies = policies("""
                defaults: { service-region: us-east-1, instances-regions: [us-east-1] }
                services:
                  - { service-id: srv-dry, dry-run: true }
                  - { service-id: srv-wet }
                """);

        assertThat(statement(policies, "process", "RemoveRegistrations").resource())
                .containsExactly("arn:aws:servicediscovery:us-east-1:*:service/srv-wet");
        assertThat(statement(policies, "process", "OptionalReadRegistrationAgain")
                        .resource())
                .hasSize(2);
    }

    @Test
    void aDryRunNeedsNoStatementThatWrites() throws Exception {
        assertThat(sids(policies("""
                services:
                  - service-id: srv-dry
                    service-region: us-east-1
                    instances-regions: [us-east-1]
                    dry-run: true
                """), "process"))
                .containsExactly("FindInstances", "ListRegistrations", "OptionalReadRegistrationAgain");
    }

    @Test
    void whatTheProgramCanDoWithoutComesLast() throws Exception {
        assertThat(sids(one("us-east-1", "srv-web"), "process"))
                .containsExactly(
                        "FindInstances",
                        "ListRegistrations",
                        "RemoveRegistrations",
                        "OptionalReadRegistrationAgain",
                        "OptionalLearnOutcome",
                        "OptionalDnsHealthChecks",
                        "OptionalDnsRecords");
    }

    @Test
    void anOperationIsReadThroughItsNamespaceAndItsService() throws Exception {
        assertThat(statement(one("us-east-1", "srv-web"), "process", "OptionalLearnOutcome"))
                .isEqualTo(Statement.allow(
                        "OptionalLearnOutcome",
                        List.of("servicediscovery:GetOperation"),
                        List.of(
                                "arn:aws:servicediscovery:us-east-1:*:namespace/*",
                                "arn:aws:servicediscovery:us-east-1:*:service/srv-web")));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            us-east-1,     srv-web,  arn:aws:servicediscovery:us-east-1:*:service/srv-web
            cn-north-1,    srv-web,  arn:aws-cn:servicediscovery:cn-north-1:*:service/srv-web
            us-gov-west-1, srv-web,  arn:aws-us-gov:servicediscovery:us-gov-west-1:*:service/srv-web
            us-east-1,     arn:aws:servicediscovery:us-east-1:333333333333:service/srv-shared, arn:aws:servicediscovery:us-east-1:333333333333:service/srv-shared
            """)
    void aServiceIsNamedByItsArn(String region, String id, String arn) throws Exception {
        assertThat(statement(one(region, id), "process", "ListRegistrations").resource())
                .containsExactly(arn);
    }

    @Test
    void route53IsInThePartitionOfTheService() throws Exception {
        assertThat(statement(one("cn-north-1", "srv-web"), "process", "OptionalDnsRecords")
                        .resource())
                .containsExactly("arn:aws-cn:route53:::hostedzone/ID-OF-THE-NAMESPACE");
    }

    static List<Region> regions() {
        return Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("regions")
    void thePartitionIsTheSdks(Region region) {
        assertThat(Partition.of(region.id()))
                .isEqualTo(PartitionMetadata.of(region).id());
    }

    private static Map<String, PolicyDocument> one(String region, String id) throws Exception {
        return policies("""
                services:
                  - service-id: '%s'
                    service-region: %s
                    instances-regions: [%s]
                """.formatted(id, region, region));
    }

    private static Map<String, PolicyDocument> policies(String yaml) throws Exception {
        return LeastPolicies.of(ConfigLoader.parse("unmap.yaml", yaml));
    }

    private static List<String> sids(Map<String, PolicyDocument> policies, String identity) {
        return Objects.requireNonNull(policies.get(identity)).statement().stream()
                .map(Statement::sid)
                .toList();
    }

    private static Statement statement(Map<String, PolicyDocument> policies, String identity, String sid) {
        return Objects.requireNonNull(policies.get(identity)).statement().stream()
                .filter(statement -> statement.sid().equals(sid))
                .findFirst()
                .orElseThrow();
    }
}
