package io.github.cloudunmap.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.reconcile.DeregistrationLimit;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The oracle tells a breach of each claim from what no program can prevent. Settling takes 60 s. */
final class PromiseTest {
    private static final String ID = Names.ec2Id(1);
    private static final String ADDRESS = "10.0.0.1";

    private final Scheduler scheduler = new Scheduler(new Random(0), null);
    private final World world = new World();
    private final Violations violations = new Violations(scheduler);
    private final Promise promise = new Promise(world, violations);
    private List<AddressFamily> families = List.of(AddressFamily.IPV4);
    private final Machine machine = new Machine(ID, "us-east-1", World.OURS, List.of(ADDRESS), 0, 0);

    @Test
    void protectsWhatHadLivedThereForTheSettleTimeBeforeTheEarlierReading() {
        launchedAndRegistered(0, 10);

        assertThat(removed(false, 61, 65, 70)).first().asString().startsWith("A.");
        assertThat(removed(false, 65, 61, 70)).first().asString().startsWith("A.");
        assertThat(removed(false, 60, 65, 70)).allMatch(violation -> violation.startsWith("B."));
    }

    @Test
    void protectsWhatWasMadeOnceAndHasLivedThereSinceHoweverYoung() {
        launchedAndRegistered(0, 10);

        assertThat(removed(false, 10, 12, 13)).first().asString().startsWith("B.");
        assertThat(removed(false, 9, 12, 13)).isEmpty();
    }

    @Test
    void losesWhatWasMadeAgainInTheSameFormBeforeItHadLivedForTheSettleTime() {
        launchedAndRegistered(0, 10);
        world.deregister("srv", ID);
        register(ID, Map.of(Names.ADDRESS, ADDRESS), 11);

        assertThat(removed(false, 50, 50, 51)).isEmpty();
        assertThat(removed(false, 61, 61, 62)).first().asString().startsWith("A.");
    }

    @Test
    void countsAStoppedInstanceAsGoneOnlyIfAsked() {
        launchedAndRegistered(0, 10);
        machine.run(seconds(20));
        machine.stop(seconds(100));
        machine.start("52.0.0.9", seconds(200));

        assertThat(removed(true, 199, 199, 205)).isEmpty();
        assertThat(removed(true, 261, 261, 262)).first().asString().startsWith("A.");
        assertThat(removed(false, 199, 199, 205)).first().asString().startsWith("A.");
    }

    @Test
    void protectsFromWhatIsSentLateOrAgain() {
        launchedAndRegistered(0, 200);

        assertThat(removed(false, 190, 190, 230)).isEmpty();
        assertThat(removed(false, 190, 190, 236)).first().asString().startsWith("A, seen from AWS");
    }

    @Test
    void protectsAnInstanceUnderEitherId() {
        world.add(machine);
        register("i-0badcafe", Map.of(Names.ADDRESS, ADDRESS, Names.EC2_ID, ID), 10);

        assertThat(removed("i-0badcafe", false, 100, 100, 101))
                .first()
                .asString()
                .startsWith("A.");
    }

    @Test
    void protectsWhatIsAnotherControllersSinceCloudMapWasRead() {
        register("task", Map.of(Names.ADDRESS, ADDRESS, "ECS_SERVICE_NAME", "api"), 10);

        assertThat(removed("task", false, 5, 11, 12)).first().asString().startsWith("C.");
        assertThat(removed("task", false, 5, 9, 12)).isEmpty();
    }

    @Test
    void protectsEveryJudgedAddressHoweverItIsWritten() {
        world.add(new Machine(
                ID,
                "us-east-1",
                World.OURS,
                List.of(ADDRESS, "2001:db8:0:1:0:0:0:ab0", "2001:db8:0:9:1:0:0:0/80"),
                0,
                0));
        families = List.of(AddressFamily.IPV4, AddressFamily.IPV6);

        assertThat(removedWith("2001:db8:0:1:0:0:0:ab0")).first().asString().startsWith("A.");
        assertThat(removedWith(" 2001:DB8:0:1::AB0")).first().asString().startsWith("A.");
        assertThat(removedWith("2001:0db8:0000:0001:0000:0000:0000:0ab0"))
                .first()
                .asString()
                .startsWith("A.");
        assertThat(removedWith("2001:db8:0:9:1::7")).first().asString().startsWith("A.");
        assertThat(removedWith("2001:db8:0:1::ab1")).isEmpty();
        assertThat(removedWith("2001:db8:0:9:2::7")).isEmpty();
    }

    @Test
    void asksForTheDeadToGoOnlyIfTheyWereRegisteredEarlyEnough() {
        launchedAndRegistered(0, 10);
        register("i-0000dead", Map.of(Names.ADDRESS, "10.0.0.2"), 20);
        register("i-1000dead", Map.of(Names.ADDRESS, "10.0.0.3"), 30);

        assertThat(promise.couldGo(settings(false), seconds(30))).containsExactly("i-0000dead");
        assertThat(promise.couldGo(settings(false), seconds(31))).containsExactly("i-0000dead", "i-1000dead");
    }

    private List<String> removedWith(String ipv6) {
        register(ID, Map.of(Names.ADDRESS, ADDRESS, Names.IPV6_ADDRESS, ipv6), 10);
        return removed(false, 100, 100, 101);
    }

    private void launchedAndRegistered(long launched, long registered) {
        assertThat(launched).isZero();
        world.add(machine);
        register(ID, Map.of(Names.ADDRESS, ADDRESS), registered);
    }

    private void register(String id, Map<String, String> attributes, long at) {
        world.register("srv", new RegisteredInstance(id, attributes, null), seconds(at));
    }

    private List<String> removed(boolean unmapStopped, long ec2, long cloudMap, long accepted) {
        return removed(ID, unmapStopped, ec2, cloudMap, accepted);
    }

    /** What is violated if it is removed now, after readings that were requested at these times. */
    private List<String> removed(String id, boolean unmapStopped, long ec2, long cloudMap, long accepted) {
        int before = violations.all().size();
        Ec2Answers answers = new Ec2Answers(Duration.ZERO, false);
        answers.add("us-east-1", "req", seconds(ec2), Set.of(ID), seconds(ec2));
        Readings readings = new Readings(answers, 0, seconds(cloudMap), seconds(accepted));
        World.Registration registration = world.registration("srv", id);
        assertThat(registration).isNotNull();
        promise.removed(new Sending(settings(unmapStopped), readings, "test"), registration, seconds(accepted));
        return violations.all().subList(before, violations.all().size());
    }

    private ServiceSettings settings(boolean unmapStopped) {
        return new ServiceSettings(
                "srv",
                List.of("us-east-1"),
                DeregistrationLimit.NONE,
                Duration.ZERO,
                Duration.ofSeconds(60),
                unmapStopped,
                IdRule.ANY,
                Duration.ofSeconds(60),
                false,
                families);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
