package io.github.cloudunmap.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.inmemory.LaunchedInstance;
import io.github.cloudunmap.inmemory.LaunchedInstance.State;
import io.github.cloudunmap.inmemory.SdkClients;
import io.github.cloudunmap.judge.Judge.Breach;
import io.github.cloudunmap.judge.Judge.Clause;
import io.github.cloudunmap.judge.Truth.Form;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Filter;

/** The judge, by a clock that stands until it is moved, on readings that really arrive. */
final class JudgeTest {
    private static final JudgedService SERVICE = JudgedService.FEW.get(0);
    private static final String ID = "i-00000000000000001";
    private static final String ADDRESS = "10.0.0.1";
    private static final Form FORM = new Form(SERVICE, ID, Map.of("AWS_INSTANCE_IPV4", ADDRESS));
    private static final LaunchedInstance INSTANCE = LaunchedInstance.running(ID, ADDRESS);

    private final InMemoryAws aws = InMemoryAws.start();
    private final SdkClients clients = new SdkClients(aws.endpoint());
    private final AtomicLong now = new AtomicLong();
    private final Truth truth = new Truth(now::get);
    private final Readings readings = new Readings(truth);
    private final Judge judge = new Judge(truth, readings, Duration.ofSeconds(8));

    JudgeTest() {
        readings.watch(aws);
        aws.cloudMap(SERVICE.region()).createService(SERVICE.id());
    }

    @AfterEach
    void close() {
        clients.close();
        aws.close();
    }

    @Test
    void protectsWhatHasLivedForLongerThanTheSettlingTime() {
        truth.registered(FORM, false);
        truth.registered(FORM, false);
        truth.instance(INSTANCE);
        pass(8);
        readBoth();
        assertThat(judged()).isEmpty();

        truth.registered(FORM, false);
        pass(1);
        readBoth();
        assertThat(judged()).containsExactly(Clause.A);
    }

    @Test
    void protectsTheYoungThatWereRegisteredOnceAndHaveLivedSince() {
        truth.instance(INSTANCE);
        truth.registered(FORM, false);
        readBoth();

        assertThat(judged()).containsExactly(Clause.B);
    }

    @Test
    void leavesTheYoungToTheirFateThatWereRegisteredTwice() {
        truth.instance(INSTANCE);
        truth.registered(FORM, false);
        truth.registered(FORM, false);
        readBoth();

        assertThat(judged()).isEmpty();
    }

    @Test
    void looksAtTheEarlierOfTheTwoReadings() {
        truth.instance(INSTANCE);
        readEc2();
        pass(1);
        truth.registered(FORM, false);
        pass(20);
        readCloudMap();

        assertThat(judged()).isEmpty();
    }

    @Test
    void protectsWhatHasStoodForLongHoweverOldTheReadings() {
        readBoth();
        pass(1);
        truth.instance(INSTANCE);
        truth.registered(FORM, false);
        truth.registered(FORM, false);
        pass(43);
        assertThat(judged()).isEmpty();

        truth.registered(FORM, false);
        truth.registered(FORM, false);
        pass(36);
        assertThat(judged()).containsExactly(Clause.SEEN_FROM_AWS);
    }

    @Test
    void letsGoWhoseInstanceIsDead() {
        truth.instance(INSTANCE);
        truth.registered(FORM, false);
        pass(20);
        readBoth();
        truth.instance(INSTANCE.in(State.TERMINATED));

        assertThat(truth.dead()).containsExactly(FORM);
        assertThat(judged()).isEmpty();
        assertThat(truth.dead()).isEmpty();
    }

    @Test
    void countsAStopOnlyWhereStoppedInstancesGo() {
        truth.instance(INSTANCE);
        truth.registered(FORM, false);
        pass(20);
        truth.instance(INSTANCE.in(State.STOPPED));
        Form kept = new Form(JudgedService.FEW.get(1), ID, FORM.attributes());
        truth.registered(kept, false);

        assertThat(truth.dead()).containsExactly(FORM);
        assertThat(truth.heldSince(kept, ID)).hasValue(0);
        assertThat(truth.heldSince(FORM, ID)).isEmpty();
    }

    @Test
    void startsAnewWhereTheAddressWasAwayForAMoment() {
        truth.registered(FORM, false);
        truth.registered(FORM, false);
        truth.instance(INSTANCE);
        pass(20);
        truth.instance(INSTANCE.withPrivateIp("10.0.0.2"));
        truth.instance(INSTANCE);
        pass(8);
        readBoth();

        assertThat(judged()).isEmpty();
    }

    @Test
    void findsTheAddressInEveryPlace() {
        for (LaunchedInstance holder : List.of(
                LaunchedInstance.running(ID, "10.0.0.9").withPrefix("10.0.0.0/29"),
                LaunchedInstance.running(ID, "10.0.0.9").withCarrierIp(ADDRESS),
                LaunchedInstance.running(ID, "10.0.0.9").withCustomerOwnedIp(ADDRESS),
                LaunchedInstance.running(ID, "10.0.0.9").withInterface(ADDRESS))) {
            truth.instance(holder);
            assertThat(truth.heldSince(FORM, ID)).isPresent();
        }
        truth.instance(LaunchedInstance.running(ID, "10.0.0.9").withPrefix("10.0.0.8/29"));
        assertThat(truth.heldSince(FORM, ID)).isEmpty();
    }

    @Test
    void protectsAnyOfTheInstancesThatARegistrationNames() {
        Map<String, String> attributes = new HashMap<>(FORM.attributes());
        attributes.put("AWS_EC2_INSTANCE_ID", "i-00000000000000002");
        truth.instance(INSTANCE);
        truth.registered(new Form(SERVICE, ID, attributes), false);
        pass(20);
        readBoth();

        assertThat(judged()).containsExactly(Clause.A);
    }

    @Test
    void protectsWhatAnotherControllerRegistered() {
        truth.registered(FORM, true);
        readCloudMap();
        assertThat(judged()).containsExactly(Clause.C);

        pass(1);
        truth.registered(FORM, true);
        assertThat(judged()).isEmpty();
    }

    private void pass(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void readBoth() {
        readEc2();
        readCloudMap();
    }

    private void readEc2() {
        clients.ec2(SERVICE.region())
                .describeInstances(request -> request.filters(
                        Filter.builder().name("instance-id").values(ID).build()));
    }

    private void readCloudMap() {
        clients.cloudMap(SERVICE.region()).listInstances(request -> request.serviceId(SERVICE.id()));
    }

    /** The clauses that the removal at this moment breaks. */
    private List<Clause> judged() {
        int before = judge.breaches().size();
        judge.accepted(SERVICE.id(), ID);
        return judge.breaches().stream().skip(before).map(Breach::clause).toList();
    }
}
