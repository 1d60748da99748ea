package io.github.cloudunmap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.cli.restore.Restoration;
import io.github.cloudunmap.cli.restore.RestoreAws;
import io.github.cloudunmap.cli.restore.Restored;
import io.github.cloudunmap.cli.restore.Restored.Result;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.CloudMapRegion;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.process.SystemTime;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.state.JournalLine.Outcome;
import io.github.cloudunmap.state.JournalLine.Removing;
import io.github.cloudunmap.state.JournaledRemoval;
import io.github.cloudunmap.state.JournaledService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a restore reports of the operations that Cloud Map has not ended yet. */
final class RestorationTest {
    private static final String US = "us-east-1";
    private static final Map<String, String> ATTRIBUTES = Map.of("AWS_INSTANCE_IPV4", "10.0.0.1");
    private static final JournaledService SERVICE =
            new JournaledService("srv-web", US, List.of(US), null, null, List.of(AddressFamily.IPV4));

    private final InMemoryAws aws = InMemoryAws.start();
    private final CloudMapRegion cloudMap = aws.cloudMap(US);
    private final ShortTime time = new ShortTime();

    RestorationTest() {
        cloudMap.createService("srv-web");
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void waitsAMinuteForAllRegistrationsTogether() {
        cloudMap.holdOperations();

        List<Restored> restored = restore(removal("i-1", null), removal("i-2", null), removal("i-3", null));

        assertThat(restored).extracting(Restored::result).containsOnly(Result.UNDER_WAY);
        assertThat(restored).allMatch(each -> each.why().endsWith(", accepted; still under way"));
        assertThat(restored).noneMatch(each -> each.result().isFine());
        assertThat(time.waits).isEqualTo(3);
    }

    @Test
    void readsTheRegistrationIfItsOperationCannotBeRead() {
        aws.on("GetOperation").fail(ApiError.accessDenied());
        cloudMap.holdOperations();
        assertThat(restore(removal("i-1", null)))
                .singleElement()
                .matches(each -> each.result() == Result.UNDER_WAY)
                .matches(each ->
                        each.why().endsWith(", accepted; its end cannot be read; the registration is not there yet"));
        cloudMap.releaseOperations();

        cloudMap.holdOperations();
        time.whenWaiting = cloudMap::releaseOperations;
        assertThat(restore(removal("i-2", null)))
                .singleElement()
                .matches(each -> each.result() == Result.RESTORED)
                .matches(each -> each.why().endsWith(", accepted; its end cannot be read; the registration is there"));
    }

    @Test
    void waitsForTheEndOfTheRemovalThatItUndoes() {
        cloudMap.register("srv-web", "i-1", ATTRIBUTES);
        String operation = cloudMap.beginDeregistration("srv-web", "i-1");
        time.whenWaiting = cloudMap::releaseOperations;

        List<Restored> restored = restore(removal("i-1", operation));

        assertThat(restored).extracting(Restored::result).containsExactly(Result.RESTORED);
        assertThat(cloudMap.instances("srv-web")).containsEntry("i-1", ATTRIBUTES);
    }

    @Test
    void aRegistrationIsNotAsItWasWhileItsRemovalIsUnderWay() {
        cloudMap.register("srv-web", "i-1", ATTRIBUTES);
        String operation = cloudMap.beginDeregistration("srv-web", "i-1");

        List<Restored> restored = restore(removal("i-1", operation));

        assertThat(restored).extracting(Restored::result).containsExactly(Result.UNDER_WAY);
        assertThat(restored)
                .extracting(Restored::why)
                .containsExactly("its removal is still under way; run restore again");
        assertThat(aws.calls().count("RegisterInstance")).isZero();
    }

    @Test
    void saysThatARemovalMayBeOnItsWayIfItsStateIsNotKnown() {
        cloudMap.register("srv-web", "i-1", ATTRIBUTES);
        cloudMap.register("srv-web", "i-2", ATTRIBUTES);
        String operation = cloudMap.beginDeregistration("srv-web", "i-2");
        aws.on("GetOperation").fail(ApiError.accessDenied());

        List<Restored> restored = restore(removal("i-1", null), removal("i-2", operation));

        assertThat(restored)
                .extracting(Restored::why)
                .containsOnly("it is registered, as it was, but its removal may still be on its way");
    }

    @Test
    void aRegistrationWhoseRemovalHasFailedIsAsItWas() {
        cloudMap.register("srv-web", "i-1", ATTRIBUTES);
        cloudMap.failNextOperations(1, "INTERNAL_FAILURE", "made to fail");
        String operation = cloudMap.beginDeregistration("srv-web", "i-1");
        cloudMap.releaseOperations();

        assertThat(restore(removal("i-1", operation)))
                .extracting(Restored::why)
                .containsExactly("it is registered, as it was");
    }

    private List<Restored> restore(JournaledRemoval... removals) {
        try (RestoreAws restoring = new RestoreAws(AwsSettings.local(aws.endpoint()), List.of(), time)) {
            return new Restoration(restoring::open, time, (removal, operation) -> {}, true, false)
                    .restore(List.of(removals));
        }
    }

    private static JournaledRemoval removal(String id, @Nullable String operationOrNull) {
        return new JournaledRemoval(
                new Removing(
                        Instant.EPOCH,
                        "pass-1",
                        SERVICE,
                        new RegisteredInstance(id, ATTRIBUTES, null),
                        List.of(),
                        "not-found",
                        List.of()),
                new Outcome(
                        Instant.EPOCH,
                        "pass-1",
                        "srv-web",
                        id,
                        operationOrNull == null ? Outcome.UNKNOWN : "deregistered",
                        operationOrNull,
                        null,
                        null,
                        false,
                        List.of()));
    }

    /** The machine's time, but 20 seconds pass at once whenever a restore waits for Cloud Map. */
    private static final class ShortTime implements TimeSource {
        private final TimeSource machine = new SystemTime();
        private Runnable whenWaiting = () -> {};
        private int waits;

        @Override
        public Instant now() {
            return machine.now();
        }

        @Override
        public long nanos() {
            return machine.nanos() + Duration.ofSeconds(20).toNanos() * waits;
        }

        @Override
        public <T> T await(String what, CompletableFuture<T> answer, Duration atMost) {
            if (what.startsWith("operation ") || what.startsWith("registration ")) {
                waits++;
                whenWaiting.run();
                answer.complete(null);
            }
            return machine.await(what, answer, atMost);
        }
    }
}
