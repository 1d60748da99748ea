package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.faults.Fault;
import io.github.cloudunmap.faults.FaultyFront;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.Outcome;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that look like AWS's but cannot be true, and those that can though they look odd, over HTTP. */
@Timeout(60)
final class InvalidAnswersTest {
    private static final String NO_OPERATION = "DeregisterInstance of service srv-web in us-east-1:"
            + " the answer names no operation, so it is not Cloud Map's";

    private final FaultyFront front = new FaultyFront();
    private final LocalAws local = new LocalAws(aws -> AwsSettings.local(front.before(aws)));
    private final LocalAws.TestService web = local.service("srv-web", US);
    private final LogLines log = new LogLines("reconcile");
    private String second = "";

    /** The first is known to live, from the cache, so that never all would let the second go. */
    @BeforeEach
    void registerTwoThatLive() {
        local.aws.cloudMap(US).createService("srv-web");
        local.registered("srv-web", US, "10.0.0.1");
        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);
        second = local.registered("srv-web", US, "10.0.0.2");
    }

    @AfterEach
    void close() {
        log.close();
        local.close();
        front.close();
    }

    @ParameterizedTest
    @CsvSource({
        "running, 10.0.0.99, running, 10.0.0.2",
        "running, 10.0.0.2, running, 10.0.0.99",
        "terminated, 10.0.0.99, running, 10.0.0.2",
        "running, 10.0.0.99, terminated, 10.0.0.2",
        "shutting-down, 10.0.0.2, stopped, 10.0.0.2",
    })
    void anInstanceThatIsShownTwiceHasAllItsAddressesAndLivesIfEitherSaysSo(
            String state, String address, String otherState, String otherAddress) {
        spoilEc2(answer -> answered("<reservationSet>" + reservation(second, state, address)
                + reservation(second, otherState, otherAddress) + "</reservationSet>"));
        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);
        assertThat(local.registrations("srv-web")).hasSize(2);
    }

    @Test
    void anAnswerThatShowsAStrangerAnswersSomethingElse() {
        spoilEc2(answer -> answer.replace(second, "i-0000000000000beef"));
        assertFails("DescribeInstances in us-east-1: the answer shows i-0000000000000beef, which was not asked for,"
                + " so it is discarded (request id ");
    }

    @Test
    void anAnswerWithErrorsBesideItsListIsNone() {
        spoilEc2(answer -> answered("<reservationSet/><Errors><Error><Code>Internal</Code></Error></Errors>"));
        assertFails("DescribeInstances in us-east-1: the answer could not be read: beside its list it has an element"
                + " Errors");
    }

    @Test
    void blanksAndUpperCaseInAnIdMakeNoOtherInstance() {
        spoilEc2(answer -> answer.replace(second, "\n  i-" + second.substring(2).toUpperCase(Locale.ROOT) + "\t"));
        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);
        assertThat(local.registrations("srv-web")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"status\":\"ok\",\"login\":\"https://portal.invalid/\"}",
                "{\"OperationId\":null}",
                "{\"OperationId\":\"\"}",
                "{\"OperationId\":\" \"}",
                "{\"OperationId\":\"<a href=sign in>\"}",
            })
    void aRemovalThatNamesNoOperationHasFailed(String body) throws Exception {
        local.aws.ec2(US).terminate(second);
        front.spoil("DeregisterInstance", Fault.instead(200, body));
        ReconcileReport report = web.pass();
        assertThat(report.outcomes()).extracting(Outcome::result).containsExactly(RemovalResult.FAILED);
        assertThat(report.result()).isEqualTo(Result.ERROR);
        log.await(line -> line.endsWith(NO_OPERATION));
    }

    @Test
    void packedAnswersAreReadLikeOthers() {
        for (String operation :
                new String[] {"ListInstances", "DescribeInstances", "GetInstance", "DeregisterInstance"}) {
            front.spoil(operation, Fault.packed());
        }
        local.aws.ec2(US).terminate(second);
        ReconcileReport report = web.pass();
        assertThat(report.outcomes()).extracting(Outcome::result).containsExactly(RemovalResult.DEREGISTERED);
        assertThat(report.result()).isEqualTo(Result.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ListInstances", "DescribeInstances"})
    void anAnswerThatIsCutShortIsAskedForAgain(String operation) {
        front.spoilNext(operation, Fault.cut(), Fault.truncated());
        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);
    }

    @Test
    void aListWithAnAttributeWithoutAValueIsNone() {
        front.spoil("ListInstances", Fault.edited(answer -> answer.replace("\"10.0.0.2\"", "null")));
        assertFails("ListInstances of service srv-web in us-east-1: the answer has no value for the attribute"
                + " AWS_INSTANCE_IPV4 of instance " + second);
    }

    @Test
    void aListWhosePagesGoInACircleIsNone() {
        front.spoil("ListInstances", Fault.instead(200, "{\"Instances\":[],\"NextToken\":\"again\"}"));
        assertFails("ListInstances of service srv-web in us-east-1: the token of a page came again");
    }

    @ParameterizedTest
    @CsvSource({"'\"Id\":\"ID\",', ''", "'\"ID\"', null", "'\"ID\"', '\"\"'", "'[{', '[null,{'"})
    void aListWithARegistrationWithoutAnIdIsNone(String what, String instead) {
        front.spoil("ListInstances", Fault.edited(answer -> answer.replace(what.replace("ID", second), instead)));
        assertFails("ListInstances of service srv-web in us-east-1: the answer has a registration without an id");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"10.0.0.2\"', null, has no value for the attribute AWS_INSTANCE_IPV4 of instance ID",
        "'\"Id\":\"ID\",', '', has a registration without an id",
        "'\"ID\"', '\"i-0123456789abcdef0\"', is about another instance",
    })
    void aRegistrationThatCannotBeTrueFailsItsRemoval(String what, String instead, String why) throws Exception {
        local.aws.ec2(US).terminate(second);
        front.spoil("GetInstance", Fault.edited(answer -> answer.replace(what.replace("ID", second), instead)));
        assertThat(web.pass().outcomes()).extracting(Outcome::result).containsExactly(RemovalResult.FAILED);
        assertThat(local.registrations("srv-web")).contains(second);
        log.await(line ->
                line.endsWith("GetInstance of service srv-web in us-east-1: the answer " + why.replace("ID", second)));
    }

    private void assertFails(String message) {
        ReconcileReport report = web.pass();
        assertThat(report.result()).isEqualTo(Result.ERROR);
        assertThat(local.registrations("srv-web")).hasSize(2);
        assertThat(report.failure().orElseThrow()).hasMessageStartingWith(message);
    }

    private void spoilEc2(UnaryOperator<String> edit) {
        front.spoil("DescribeInstances", Fault.edited(edit));
    }

    private static String answered(String content) {
        return "<DescribeInstancesResponse><requestId>1</requestId>" + content + "</DescribeInstancesResponse>";
    }

    private static String reservation(String id, String state, String address) {
        return "<item><ownerId>111111111111</ownerId><instancesSet><item><instanceId>" + id
                + "</instanceId><instanceState><name>" + state + "</name></instanceState><privateIpAddress>" + address
                + "</privateIpAddress></item></instancesSet></item>";
    }
}
