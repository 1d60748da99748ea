package io.github.cloudunmap.fleet;

import static io.github.cloudunmap.fleet.HeldReader.running;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A region whose instances a test changes, and the directory that reads them. */
final class ChangingRegion {
    static final Duration HOLD = Duration.ofMinutes(15);
    static final RoleAndRegion HERE = new RoleAndRegion(new Identity(null, null), "us-east-1");
    static final Duration SECOND = Duration.ofSeconds(1);

    final VirtualTime time = new VirtualTime();
    final SteppedExecutor executor = new SteppedExecutor();
    final HeldReader ec2 = new HeldReader();
    final SuspicionChanges observer = new SuspicionChanges();

    DirectorySettings trust = new DirectorySettings(Duration.ZERO, HOLD);
    final RegionTrusts trusts = new RegionTrusts(() -> trust.suspectHold(), time, observer);
    final SharedInstanceDirectory directory = trusts.directory(HERE, ec2, executor, () -> trust);

    /** From a second later on, EC2 has these, which it is asked for at once, and no other; another second passes. */
    void shows(String... ids) {
        time.advance(SECOND);
        ec2.instances.clear();
        for (String id : ids) {
            ec2.instances.add(running(id));
        }
        if (ids.length > 0) {
            ask(ids);
        }
        time.advance(SECOND);
    }

    void find(int ids) {
        var unused = directory.find(
                IntStream.range(0, ids).mapToObj(n -> "i-unknown-" + n).collect(toSet()), time.nanos());
        executor.stepAll();
    }

    Optional<Suspicion> ask(String... ids) {
        CompletableFuture<Map<String, Sighting>> answer = directory.lookUp(Set.of(ids), time.nanos());
        executor.stepAll();
        return suspicion(answer);
    }

    static Optional<Suspicion> suspicion(CompletableFuture<Map<String, Sighting>> answer) {
        List<Optional<Suspicion>> all = answer.join().values().stream()
                .map(sighting -> sighting.evidence().suspicion())
                .distinct()
                .toList();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    static Optional<Suspicion> suspicionOf(int lived, long since) {
        return Optional.of(new Suspicion(lived, since, HOLD));
    }

    Set<String> askedBeside(String asked) {
        return ec2.requests.get(ec2.requests.size() - 1).stream()
                .filter(id -> !id.equals(asked))
                .collect(toSet());
    }
}
