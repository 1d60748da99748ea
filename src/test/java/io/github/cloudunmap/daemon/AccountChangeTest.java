package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.SUSPECT_HOLD;
import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** EC2 answers for another account, as with credentials that have become, or were, another's. */
final class AccountChangeTest {
    private static final String OTHER = "210987654321";
    private static final Duration BEYOND_THE_CACHE = Duration.ofMinutes(2);
    /** So many that a scan is the cheaper way. */
    private static final int MANY = 410;

    private final LocalAws local = new LocalAws();
    private final LocalAws.TestService web = local.service("srv-web", US);
    private final Set<String> live = new TreeSet<>();

    AccountChangeTest() {
        local.aws.cloudMap(US).createService("srv-web");
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void strangersThatLiveVouchForNothing() {
        for (int i = 0; i < MANY; i++) {
            live.add(local.registered("srv-web", US, "10.0." + i / 250 + "." + i % 250));
        }
        for (int i = 0; i < 5; i++) {
            local.aws.account(OTHER).ec2(US).launch("10.9.0." + i);
        }
        String theirs = local.aws.account(OTHER).ec2(US).launch("10.9.0.9");
        registerAs(OTHER, theirs, "10.9.0.9");
        live.add(theirs);
        web.pass();
        local.aws.answerEc2For(OTHER);
        for (int i = 0; i < 3; i++) {
            local.time.advance(SUSPECT_HOLD);
            web.pass();
            assertThat(registered()).isEqualTo(live);
        }

        local.aws.answerEc2For(null);
        String dead = live.stream().filter(id -> !id.equals(theirs)).findFirst().orElseThrow();
        local.aws.ec2(US).terminate(dead);
        local.time.advance(BEYOND_THE_CACHE);
        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);
        live.remove(dead);
        assertThat(registered()).isEqualTo(live);
    }

    /** Both accounts have registered; the wrong credentials are the first that the program sees. */
    @Test
    void forgetsAnAccountThatIsNotReadWithAnyMore() {
        for (int i = 0; i < 4; i++) {
            live.add(local.registered("srv-web", US, "10.0.0." + i));
            String theirs = local.aws.account(OTHER).ec2(US).launch("10.9.0." + i);
            registerAs(OTHER, theirs, "10.9.0." + i);
            live.add(theirs);
        }
        String dead = local.registered("srv-web", US, "10.0.0.9");
        local.aws.ec2(US).terminate(dead);
        Set<String> all = new HashSet<>(registered());
        local.aws.answerEc2For(OTHER);
        web.pass();
        assertThat(registered()).isEqualTo(all);

        local.aws.answerEc2For(InMemoryAws.DEFAULT_ACCOUNT);
        local.time.advance(BEYOND_THE_CACHE);
        web.pass();
        local.time.advance(BEYOND_THE_CACHE);
        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);

        assertThat(registered()).isEqualTo(live);
    }

    private Set<String> registered() {
        return local.registrations("srv-web");
    }

    private void registerAs(String account, String id, String address) {
        local.aws.cloudMap(US).register("srv-web", id, Map.of("AWS_INSTANCE_IPV4", address), account);
    }
}
