package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.EU;
import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.events.RecentEvents;
import io.github.cloudunmap.reconcile.Ec2Id;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services whose passes are due at minute 0. */
final class StuckServicesTest {
    private static final long ORIGIN = -1_000_003L;

    private final LocalAws local = new LocalAws();
    private final ServiceLoop web = loop("srv-web", US);
    private final ServiceLoop api = loop("srv-api", US);
    private final ServiceLoop elsewhere = loop("srv-elsewhere", EU);

    private ServiceLoop loop(String id, String region) {
        BoundService service = local.bind(ServiceConfig.of(id, region, List.of(US)));
        ServiceLoop loop = new ServiceLoop(service, ORIGIN, Carried.nothing(service.source()), new RecentEvents());
        loop.newTicket(at(0));
        return loop;
    }

    @AfterEach
    void close() {
        List.of(web, api, elsewhere).forEach(ServiceLoop::close);
        local.close();
    }

    @Test
    void areThoseWhosePassDoesNotEnd() {
        web.begin(at(0));
        assertThat(stuckAt(45)).isEmpty();
        assertThat(stuckAt(46)).containsExactly("srv-web");
    }

    @Test
    void areAllThatAreDueIfNoPassBegins() {
        assertThat(stuckAt(5)).isEmpty();
        assertThat(stuckAt(6)).containsExactly("srv-web", "srv-api", "srv-elsewhere");
    }

    @Test
    void areNoneOfThoseThatWaitTheirTurnBehindOthers() {
        pass(api, 0, 8);
        assertThat(stuckAt(9)).isEmpty();
        assertThat(stuckAt(14)).containsExactly("srv-web", "srv-elsewhere");
    }

    @Test
    void areThoseThatOneOfTheSamePlacesHasOvertaken() {
        pass(api, 3, 8);
        assertThat(stuckAt(9)).containsExactly("srv-web");
    }

    @Test
    void areNoneOfThoseThatAnEarlyPassHasOvertaken() {
        pass(api, 0, 4);
        Ec2Id id = Ec2Id.parse("i-0123456789abcdef0").orElseThrow();
        api.happened(new StateChange(US, id, "running", Optional.empty()), at(7));
        pass(api, 7, 8);

        assertThat(api.events().isDueBy(at(7))).isFalse();
        assertThat(stuckAt(9)).isEmpty();
    }

    private List<String> stuckAt(long minute) {
        return StuckServices.of(List.of(web, api, elsewhere), at(minute));
    }

    private static void pass(ServiceLoop loop, long dueAt, long begunAt) {
        loop.newTicket(at(dueAt));
        loop.begin(at(begunAt));
        loop.end(Optional.empty());
        loop.newTicket(at(begunAt + 20));
    }

    private static long at(long minute) {
        return ORIGIN + Duration.ofMinutes(minute).toNanos();
    }
}
