package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.Call;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.state.JournalReader;
import io.github.cloudunmap.state.JournaledRemoval;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed at random moments among its removals: the journal has all that is gone. */
@Tag("long")
final class JournalKillTest {
    private static final int KILLS = Integer.getInteger("unmap.kills", 30);
    private static final int DEAD_EACH_TIME = 8;
    /** What all kills of a round leave has to fit into one service, which Cloud Map limits to 1,000 instances. */
    private static final int KILLS_OF_A_ROUND = 50;

    @TempDir
    Path directory;

    @Test
    void everythingThatIsGoneIsInTheJournalAndComesBackAsItWas() throws Exception {
        long seed = Long.getLong("unmap.seed", System.nanoTime());
        System.out.println("seed of the kills: " + seed);
        Random random = new Random(seed);
        int gone = 0;
        for (int killed = 0; killed < KILLS; killed += KILLS_OF_A_ROUND) {
            try (InMemoryAws aws = InMemoryAws.start()) {
                Path state = directory.resolve("round-" + killed);
                gone += new Round(aws, new Registrations(aws), state, random)
                        .run(Math.min(KILLS_OF_A_ROUND, KILLS - killed));
            }
        }
        System.out.println(gone + " registrations were gone after " + KILLS + " kills, and came back");
    }

    /** One AWS and one state directory. */
    private record Round(InMemoryAws aws, Registrations registrations, Path directory, Random random) {
        /** Returns how many registrations were gone at the end, before they were restored. */
        int run(int kills) throws Exception {
            registrations.live();
            registrations.live();
            int unreadable = 0;
            for (int kill = 0; kill < kills; kill++) {
                registrations.dead(DEAD_EACH_TIME);
                killOne();
                Map<String, JournaledRemoval> journal = new HashMap<>();
                unreadable = read(journal);
                gone().forEach((id, attributes) -> assertThat(journal.get(id))
                        .as("the line of %s", id)
                        .isNotNull()
                        .extracting(removal -> removal.removing().registration().attributes())
                        .isEqualTo(attributes));
            }
            int gone = gone().size();
            assertThat(unreadable).isLessThanOrEqualTo(kills);
            assertThat(gone).isPositive();

            Result restored =
                    Result.of(aws, "restore", "--state-directory", directory.toString(), "--since", "1h", "--force");

            assertThat(restored.exitCode()).as(restored.toString()).isZero();
            assertThat(registrations.now()).isEqualTo(registrations.all());
            return gone;
        }

        private Map<String, Map<String, String>> gone() {
            Map<String, Map<String, String>> gone = new HashMap<>(registrations.all());
            gone.keySet().removeAll(registrations.now().keySet());
            return gone;
        }

        /** Kills the program at one of its calls, or as its removals arrive. */
        private void killOne() throws Exception {
            String operation = List.of("ListInstances", "DescribeInstances", "GetInstance", "DeregisterInstance")
                    .get(3 - Math.min(3, random.nextInt(8) / 2)); // most often at a removal
            // A pass has one call that lists, and one to EC2: what is final is not read again.
            boolean isOfEachRemoval = operation.endsWith("Instance");
            AtomicInteger calls = new AtomicInteger(1 + (isOfEachRemoval ? random.nextInt(DEAD_EACH_TIME) : 0));
            CompletableFuture<ProgramProcess> running = new CompletableFuture<>();
            Consumer<Call> hook = call -> {
                if (calls.decrementAndGet() == 0) {
                    kill(running.join());
                }
            };
            if (random.nextBoolean()) {
                aws.on(operation).before(hook);
            } else {
                aws.on(operation).after(hook);
            }
            String[] arguments = Stream.concat(
                            Stream.of(Fleet.everySecond()), Stream.of("--state-directory", directory.toString()))
                    .toArray(String[]::new);
            try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), arguments)) {
                running.complete(program);
                assertThat(program.exitCode()).isEqualTo(128 + 9);
            } finally {
                aws.on(operation).clear();
            }
        }

        private static void kill(ProgramProcess program) {
            try {
                program.signal("KILL");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        private int read(Map<String, JournaledRemoval> journal) {
            return new JournalReader(directory)
                    .read(
                            Instant.EPOCH,
                            removal -> journal.put(removal.removing().instanceId(), removal));
        }
    }
}
