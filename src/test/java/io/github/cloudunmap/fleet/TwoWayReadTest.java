package io.github.cloudunmap.fleet;

import static io.github.cloudunmap.fleet.HeldReader.running;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a region is scanned, what of it is trusted, and how services share one refresh. */
class TwoWayReadTest {
    private static final Duration TTL = Duration.ofSeconds(60);

    private final VirtualTime time = new VirtualTime();
    private final SteppedExecutor executor = new SteppedExecutor();
    private final HeldReader ec2 = new HeldReader();
    private final SharedInstanceDirectory directory = Directories.alone(
            "us-east-1", ec2, executor, () -> new DirectorySettings(TTL, Duration.ZERO), time, FleetObserver.NONE);

    @BeforeEach
    void aRegionOfFiveHundred() {
        IntStream.range(0, 500).forEach(n -> ec2.instances.add(running("i-" + n)));
    }

    @Test
    void fewIdsAreAskedForById() {
        find(ids(0, 50));
        find(ids(50, 200));
        assertThat(ec2.requests).hasSize(2);
        assertThat(ec2.scans).isEmpty();
    }

    @Test
    void idsThatFillMoreThanOneRequestAreScannedFor() {
        find(ids(0, 200));
        assertThat(find(ids(200, 201))).containsOnlyKeys("i-200");
        assertThat(ec2.requests).hasSize(1);
        assertThat(ec2.scans).containsExactly("first");
    }

    @Test
    void aFindDuringAScanWaitsForTheScan() {
        var scan = directory.find(ids(0, 201), 0);
        var one = directory.find(Set.of("i-300"), 0);
        var same = directory.find(Set.of("i-300"), 0);
        executor.stepAll();
        assertThat(ec2.scans).containsExactly("first");
        assertThat(ec2.requests).isEmpty();
        assertThat(scan.join()).hasSize(201);
        assertThat(one.join()).containsOnlyKeys("i-300").isEqualTo(same.join());
    }

    @Test
    void aScanThatHasEndedMakesRoomForTheNext() {
        for (int scan = 1; scan <= 5; scan++) {
            assertThat(find(ids(1000 * scan, 1000 * scan + 201))).isEmpty();
            assertThat(ec2.scans).hasSize(scan);
        }
        assertThat(find(Set.of("i-7"))).containsOnlyKeys("i-7");
    }

    @Test
    void whatOnlyAScanHasShownIsForgottenWhenItNoLongerServes() {
        find(ids(0, 201));
        time.advance(TTL);
        find(Set.of("i-1"));
        assertThat(directory.remembers("i-0")).isTrue();
        assertThat(directory.remembers("i-499")).isFalse();
    }

    @Test
    void servicesOfOneFrequencyShareAScanIfTogetherTheyNeedMoreRequests() {
        find(ids(0, 201));
        for (int round = 0; round < 3; round++) {
            pass(ids(0, 100));
            pass(ids(100, 250));
            time.advance(Duration.ofMinutes(2));
        }
        ec2.requests.clear();
        ec2.scans.clear();
        pass(ids(0, 100));
        pass(ids(100, 250));
        assertThat(ec2.requests).isEmpty();
        assertThat(ec2.scans).hasSize(1);
    }

    @Test
    void whatAScanShowsIsCachedThoughNobodyAskedForIt() {
        find(ids(0, 201));
        assertThat(directory.cached(Set.of("i-499"))).isNotEmpty();
        time.advance(TTL);
        assertThat(directory.cached(Set.of("i-499"))).isEmpty();
    }

    /** Else another service, which does not read this region, could take the instance for gone. */
    @Test
    void whatAScanShowedAliveWasAliveForADay() {
        time.advance(Duration.ofDays(100));
        RegionTrusts trusts = new RegionTrusts(() -> Duration.ZERO, time, FleetObserver.NONE);
        SharedInstanceDirectory scanned = directory(trusts, "us-east-1", ec2);
        SharedInstanceDirectory other = directory(trusts, "eu-west-1", new HeldReader());
        find(scanned, ids(0, 201));
        time.advance(Duration.ofHours(2));
        find(scanned, Set.of("i-1")); // the cache is swept
        assertThat(other.aliveElsewhere("i-499", Set.of("eu-west-1"))).contains("us-east-1");
        time.advance(Duration.ofHours(23));
        find(scanned, Set.of("i-1"));
        assertThat(other.aliveElsewhere("i-499", Set.of("eu-west-1"))).isEmpty();
    }

    private SharedInstanceDirectory directory(RegionTrusts trusts, String region, Ec2Reader reader) {
        return trusts.directory(
                new RoleAndRegion(new Identity(null, null), region),
                reader,
                executor,
                () -> new DirectorySettings(TTL, Duration.ZERO));
    }

    @Test
    void whatAScanDoesNotShowItSaysNothingOf() {
        assertThat(find(ids(400, 601))).containsOnlyKeys(ids(400, 500));
        assertThat(ec2.requests).isEmpty();
    }

    @Test
    void anAnswerThatHasToBeByIdIsNoScans() {
        find(ids(0, 201));
        var answer = directory.lookUp(Set.of("i-7"), 0);
        executor.stepAll();
        assertThat(ec2.requests).containsExactly(Set.of("i-7"));
        assertThat(requireNonNull(answer.join().get("i-7")).evidence().byId()).isTrue();
    }

    @Test
    void anAnswerByIdOfSeveralPagesIsAskedForAgainInHalves() {
        ec2.mostShown = 1;
        List<Long> sentAt = new ArrayList<>();
        ec2.during = () -> {
            sentAt.add(time.nanos());
            time.advance(Duration.ofSeconds(1));
        };
        var answer = directory.lookUp(Set.of("i-7", "i-8", "i-900"), 0);
        executor.stepAll();
        assertThat(ec2.requests.get(0)).containsExactlyInAnyOrder("i-7", "i-8", "i-900");
        answer.join().forEach((id, sighting) -> {
            int request = sentAt.indexOf(sighting.evidence().requestedAt());
            assertThat(ec2.requests.get(request)).contains(id).hasSizeLessThan(3);
            assertThat(sighting.evidence().requestId()).isEqualTo("req-" + (request + 1));
        });
        assertThat(requireNonNull(answer.join().get("i-900")).instance()).isEmpty();
        assertThat(requireNonNull(answer.join().get("i-7")).instance()).isPresent();
        assertThat(requireNonNull(answer.join().get("i-8")).instance()).isPresent();
    }

    @Test
    void anAnswerForOneIdOfSeveralPagesIsNone() {
        ec2.mostShown = 0;
        var answer = directory.lookUp(Set.of("i-7", "i-8"), 0);
        executor.stepAll();
        assertThat(ec2.requests).hasSize(2);
        assertThatThrownBy(answer::join)
                .cause()
                .isInstanceOf(ApiFailure.class)
                .hasMessageMatching("DescribeInstances in us-east-1: the answer for i-[78] alone has several pages,"
                        + " which together prove nothing .*");
    }

    @Test
    void aLookupByIdDoesNotWaitForTheEndOfAScan() {
        var scan = directory.find(ids(0, 201), 0);
        var byId = directory.lookUp(Set.of("i-7"), 0);
        assertThat(executor.waiting()).isEqualTo(2);
        executor.stepAll();
        assertThat(scan).isCompleted();
        assertThat(byId).isCompleted();
    }

    @Test
    void aScanThatDoesNotReachTheEndGoesOnWhenAsMuchAgainIsSpent() {
        ec2.pageSize = 10;
        find(ids(0, 201));
        assertThat(ec2.scans).containsExactly("first", "10", "20", "30", "40");
        find(ids(100, 400));
        assertThat(ec2.scans).hasSize(5);
        find(ids(400, 1600));
        assertThat(ec2.scans).hasSizeGreaterThan(5).element(5).isEqualTo("50");
    }

    @Test
    void aScanThatFailsSaysNothingAndIsNotTriedAgainAtOnce() {
        ec2.scanFailure = new ApiFailure("RequestLimitExceeded", "slow down");
        assertThat(find(ids(0, 201))).isEmpty();
        assertThat(find(ids(0, 201))).hasSize(201);
        assertThat(ec2.scans).hasSize(1);
    }

    @Test
    void thePagesBeforeAFailureStayGood() {
        ec2.pageSize = 100;
        ec2.duringScan = () -> {
            if (ec2.scans.size() == 2) {
                throw new ApiFailure("RequestLimitExceeded", "slow down");
            }
        };
        assertThat(find(ids(0, 201))).containsOnlyKeys(ids(0, 100));
    }

    @Test
    void servicesOfOneFrequencyShareARefresh() {
        for (int service = 0; service < 10; service++) {
            pass(ids(10 * service, 10 * service + 10));
        }
        for (int round = 0; round < 3; round++) {
            time.advance(Duration.ofMinutes(2));
            ec2.requests.clear();
            for (int service = 0; service < 10; service++) {
                pass(ids(10 * service, 10 * service + 10));
            }
            assertThat(ec2.requests).containsExactly(ids(0, 100));
        }
    }

    @Test
    void servicesThatAreDueMoreOftenThanAnswersAgeShareARefresh() {
        for (int round = 0; round < 20; round++) {
            pass(ids(0, 10));
            pass(ids(10, 20));
            time.advance(TTL.dividedBy(4));
        }
        assertThat(ec2.requests).hasSize(6).endsWith(ids(0, 20), ids(0, 20), ids(0, 20), ids(0, 20));
    }

    /** It has looked into the cache in vain, but not asked yet. */
    @Test
    void aPassThatIsAboutToAskSharesTheRefresh() {
        pass(ids(0, 20));
        time.advance(TTL);
        directory.cached(ids(10, 20));
        pass(ids(0, 10));
        pass(ids(10, 20));
        assertThat(ec2.requests).containsExactly(ids(0, 20), ids(0, 20));
    }

    @Test
    void whatNoServiceWantsAnyMoreIsNotRefreshed() {
        for (int round = 0; round < 4; round++) {
            pass(ids(0, 10));
            if (round < 2) {
                pass(ids(10, 20));
            }
            time.advance(Duration.ofMinutes(2));
        }
        ec2.requests.clear();
        pass(ids(0, 10));
        assertThat(ec2.requests).containsExactly(ids(0, 10));
    }

    private void pass(Set<String> ids) {
        Set<String> open = new HashSet<>(ids);
        open.removeAll(directory.cached(ids).keySet());
        if (!open.isEmpty()) {
            find(open);
        }
    }

    private Map<String, Sighting> find(Set<String> ids) {
        return find(directory, ids);
    }

    private Map<String, Sighting> find(SharedInstanceDirectory directory, Set<String> ids) {
        var answer = directory.find(ids, time.nanos());
        executor.stepAll();
        return answer.join();
    }

    private static Set<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "i-" + n).collect(toSet());
    }
}
