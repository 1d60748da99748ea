package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which tasks get a worker while a place does not answer. The test begins and ends each by hand. */
final class FairWorkersTest {
    private static final Place SLOW = new Place(Place.Api.CLOUD_MAP, "eu-west-1", null, null);
    private static final Place WELL = new Place(Place.Api.CLOUD_MAP, "us-east-1", null, null);

    private final Pool pool = new Pool();
    private final FairWorkers workers = new FairWorkers(pool, 8);
    private final List<String> began = new ArrayList<>();
    /** What the running tasks do, so that a test is in the middle of them. */
    private Runnable meanwhile = () -> {};

    /** Hands each task over when the test says so, and knows how many there may be at once. */
    private static final class Pool implements Workers {
        private final Deque<Runnable> handedIn = new ArrayDeque<>();
        private int size = 8;

        @Override
        public Runnable runAt(long dueAt, Runnable task) {
            handedIn.add(task);
            return () -> handedIn.remove(task);
        }

        @Override
        public void resize(int number) {
            size = number;
        }

        @Override
        public boolean drain(Duration atMost) {
            return true;
        }

        void runAll() {
            while (!handedIn.isEmpty()) {
                handedIn.remove().run();
            }
        }
    }

    @Test
    void aSilentPlaceHoldsAQuarterOfTheWorkers() {
        workers.silent(SLOW);
        inTheMiddleOf(List.of("a", "b"), () -> {
            hand("c", SLOW);
            hand("d", WELL);
            pool.runAll();
            assertThat(began).containsExactly("a", "b", "d");
        });
        pool.runAll();
        assertThat(began).containsExactly("a", "b", "d", "c");
    }

    @Test
    void whatWaitsBeginsWhenThePlaceAnswers() {
        workers.silent(SLOW);
        inTheMiddleOf(List.of("a", "b"), () -> {
            hand("c", SLOW);
            hand("d", SLOW);
            pool.runAll();
            workers.answered(SLOW);
            pool.runAll();
            assertThat(began).containsExactly("a", "b", "c", "d");
        });
    }

    @Test
    void furtherWorkersMakeUpForThoseThatWereThereBefore() {
        inTheMiddleOf(List.of("a", "b", "c", "d", "e"), () -> {
            assertThat(pool.size).isEqualTo(8);
            workers.silent(SLOW);
            assertThat(pool.size).isEqualTo(11);
            workers.resize(4);
            assertThat(pool.size).isEqualTo(8);
            workers.answered(SLOW);
            assertThat(pool.size).isEqualTo(4);
        });
    }

    @Test
    void theyGoAsThoseEnd() {
        workers.silent(WELL);
        inTheMiddleOf(List.of("a", "b", "c"), () -> workers.silent(SLOW));
        assertThat(pool.size).isEqualTo(8);
    }

    @Test
    void whatIsTakenBackDoesNotBegin() {
        workers.silent(SLOW);
        inTheMiddleOf(List.of("a", "b"), () -> {
            Runnable takeBack = hand("c", SLOW);
            hand("d", SLOW);
            pool.runAll();
            takeBack.run();
        });
        pool.runAll();
        assertThat(began).containsExactly("a", "b", "d");
    }

    @Test
    void whatIsTakenBackRightBeforeItBeginsLeavesItsPlaceToTheNext() {
        workers.silent(SLOW);
        List<Runnable> takeBack = new ArrayList<>();
        inTheMiddleOf(List.of("a", "b"), () -> {
            takeBack.add(hand("c", SLOW));
            takeBack.add(hand("d", SLOW));
            hand("e", SLOW);
            pool.runAll();
        });
        takeBack.forEach(Runnable::run);
        pool.runAll();
        assertThat(began).containsExactly("a", "b", "e");
    }

    @Test
    void atLeastOneWorkerIsForASilentPlace() {
        workers.resize(1);
        workers.silent(SLOW);
        hand("a", SLOW);
        pool.runAll();
        assertThat(began).containsExactly("a");
    }

    /** Runs these of the slow place within each other, and then the rest within the last. */
    private void inTheMiddleOf(List<String> names, Runnable rest) {
        Deque<String> left = new ArrayDeque<>(names);
        Deque<Runnable> last = new ArrayDeque<>(List.of(rest));
        meanwhile = () -> {
            String next = left.poll();
            if (next != null) {
                hand(next, SLOW);
                pool.handedIn.remove().run();
            } else if (!last.isEmpty()) {
                last.remove().run();
            }
        };
        meanwhile.run();
        meanwhile = () -> {};
    }

    private Runnable hand(String name, Place place) {
        return workers.runAt(0, Set.of(place), () -> {
            began.add(name);
            meanwhile.run();
        });
    }
}
