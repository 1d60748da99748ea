package io.github.cloudunmap.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.cloudunmap.Tool;
import io.github.cloudunmap.reconcile.Ec2Id;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The templates in {@code examples/events}: each can be read, and those for Terraform do the same as the others. */
class EventExamplesTest {
    private static final String CENTRAL = "cloudformation.yaml";
    private static final String FURTHER = "cloudformation-further-region.yaml";
    private static final String TERRAFORM_CENTRAL = "terraform/central/main.tf";
    private static final String TERRAFORM_FURTHER = "terraform/further-region/main.tf";

    private static final String PATTERN = "{\"source\":[\"aws.ec2\"],"
            + "\"detail-type\":[\"EC2 Instance State-change Notification\"],"
            + "\"detail\":{\"state\":[\"shutting-down\",\"terminated\",\"pending\",\"running\"]}}";

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {CENTRAL, FURTHER})
    void cfnLintHasNothingToSay(String template) throws Exception {
        Tool lint = new Tool("cfn-lint", "pip has it under the same name");

        assertThat(lint.run(file(template), Map.of(), file(template).toString()))
                .isEqualTo(new Tool.Outcome(0, ""));
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {TERRAFORM_CENTRAL, TERRAFORM_FURTHER})
    void terraformCanReadTheModuleAndWouldWriteItSo(String module) throws Exception {
        Tool terraform = new Tool("terraform", "HashiCorp has packages of it");
        Map<String, String> noSettings = Map.of("TF_CLI_CONFIG_FILE", "/dev/null");

        assertThat(terraform.run(
                        file(module),
                        noSettings,
                        "fmt",
                        "-check",
                        "-diff",
                        file(module).toString()))
                .isEqualTo(new Tool.Outcome(0, ""));
    }

    @Test
    void everyRuleSendsTheStatesThatTheProgramHasAUseFor() throws Exception {
        assertThat(rules(CENTRAL)).hasSize(2).allSatisfy(EventExamplesTest::hasPattern);
        assertThat(rules(FURTHER)).hasSize(1).allSatisfy(EventExamplesTest::hasPattern);
        for (String module : List.of(TERRAFORM_CENTRAL, TERRAFORM_FURTHER)) {
            assertThat(text(module).replaceAll("\\s*([\\[\\]{}=,])\\s*|\\s+(?=[a-z-]+ *=)", "$1"))
                    .containsOnlyOnce("jsonencode({source=[\"aws.ec2\"]"
                            + "detail-type=[\"EC2 Instance State-change Notification\"]"
                            + "detail={state=[\"shutting-down\",\"terminated\",\"pending\",\"running\"]}})");
        }
        assertThat(rules(CENTRAL).get(0).at("/detail/state")).allSatisfy(state -> {
            Event.StateChange change = new Event.StateChange(
                    "us-east-1", Ec2Id.parse("i-0123456789abcdef0").orElseThrow(), state.asText(), Optional.empty());
            assertThat(change.isEnd() || change.isBeginning()).isTrue();
        });
    }

    @Test
    void theQueueForgetsAfterFiveMinutesAndIsEncrypted() throws Exception {
        JsonNode queue = resource(CENTRAL, "Queue");

        assertThat(queue.path("MessageRetentionPeriod").asInt()).isEqualTo(300);
        assertThat(queue.path("SqsManagedSseEnabled").asText()).isEqualTo("true");
        assertThat(attribute(TERRAFORM_CENTRAL, "message_retention_seconds")).containsExactly("300");
        assertThat(attribute(TERRAFORM_CENTRAL, "sqs_managed_sse_enabled")).containsExactly("true");
        assertThat(attribute(TERRAFORM_CENTRAL, "name").get(0))
                .isEqualTo("\"" + queue.path("QueueName").asText() + "\"");
    }

    @Test
    void onlyTheRulesMaySendAndOnlyByTls() throws Exception {
        JsonNode statements = resource(CENTRAL, "QueuePolicy").at("/PolicyDocument/Statement");
        String terraform = text(TERRAFORM_CENTRAL);

        assertThat(statements).hasSize(2);
        assertThat(statements.get(0))
                .isEqualTo(yaml("{Sid: EventsOfTheRules, Effect: Allow, Principal: {Service: events.amazonaws.com},"
                        + " Action: 'sqs:SendMessage', Resource: Queue.Arn, Condition: {ArnEquals: {'aws:SourceArn':"
                        + " [Rule.Arn, [IsCentral, BusRule.Arn, 'AWS::NoValue']]}}}"));
        assertThat(statements.get(1))
                .isEqualTo(yaml("{Sid: TlsOnly, Effect: Deny, Principal: '*', Action: 'sqs:*', Resource: Queue.Arn,"
                        + " Condition: {Bool: {'aws:SecureTransport': 'false'}}}"));
        assertThat(attribute(TERRAFORM_CENTRAL, "Sid"))
                .containsExactly("\"SendingAccounts\"", "\"EventsOfTheRules\"", "\"TlsOnly\"");
        assertThat(attribute(TERRAFORM_CENTRAL, "Effect")).containsExactly("\"Allow\"", "\"Allow\"", "\"Deny\"");
        assertThat(terraform)
                .contains("\"aws:SourceArn\" = concat([aws_cloudwatch_event_rule.own.arn],"
                        + " aws_cloudwatch_event_rule.central[*].arn)")
                .contains("Bool = { \"aws:SecureTransport\" = \"false\" }");
    }

    @Test
    void aBusTakesEventsOfTheNamedAccountsAlone() throws Exception {
        assertThat(resource(CENTRAL, "BusPolicy").path("Statement"))
                .isEqualTo(yaml("{Effect: Allow, Principal: {AWS: SendingAccounts}, Action: 'events:PutEvents',"
                        + " Resource: Bus.Arn}"));
        assertThat(text(TERRAFORM_CENTRAL)).contains("Principal = { AWS = var.sending_accounts }");
    }

    @Test
    void aFurtherRegionMaySendToTheBusAlone() throws Exception {
        assertThat(resource(FURTHER, "Role").at("/Policies/0/PolicyDocument/Statement"))
                .isEqualTo(yaml("[{Effect: Allow, Action: 'events:PutEvents', Resource: BusArn}]"));
        assertThat(attribute(TERRAFORM_FURTHER, "Action"))
                .containsExactly("\"sts:AssumeRole\"", "\"events:PutEvents\"");
        assertThat(attribute(TERRAFORM_FURTHER, "Resource")).containsExactly("var.bus_arn");
    }

    private static void hasPattern(JsonNode pattern) throws Exception {
        assertThat(pattern).isEqualTo(yaml(PATTERN));
    }

    private static List<JsonNode> rules(String template) throws Exception {
        List<JsonNode> patterns = new ArrayList<>();
        yaml(text(template)).path("Resources").forEach(resource -> {
            if (resource.path("Type").asText().equals("AWS::Events::Rule")) {
                patterns.add(resource.at("/Properties/EventPattern"));
            }
        });
        return patterns;
    }

    private static JsonNode resource(String template, String name) throws Exception {
        return yaml(text(template)).path("Resources").path(name).path("Properties");
    }

    /** The values of an attribute, as the module writes them; no more can be had without a parser of its language. */
    private static List<String> attribute(String module, String name) throws Exception {
        return Pattern.compile("(?m)^ *" + name + " += (.*?),?$")
                .matcher(text(module))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** The tags of CloudFormation are left out: {@code !Ref Bus} is read as {@code Bus}. */
    private static JsonNode yaml(String text) throws Exception {
        return new YAMLMapper().readTree(text);
    }

    private static String text(String name) throws Exception {
        return Files.readString(file(name));
    }

    private static Path file(String name) {
        return Path.of("examples/events").resolve(name);
    }
}
