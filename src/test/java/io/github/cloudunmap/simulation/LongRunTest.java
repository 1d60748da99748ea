package io.github.cloudunmap.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the program keeps does not grow with the days it runs and the instances it has seen come and go. */
@Tag("long")
final class LongRunTest {
    private static final int DAYS = Integer.getInteger("sim.days", 5);
    private static final int SERVICES = Integer.getInteger("sim.services", 50);
    private static final int INSTANCES = Integer.getInteger("sim.instances", 1000);
    /** By then the memory that lasts a day is full. */
    private static final int SETTLED = 2;

    @Test
    void neitherMemoryNorThreadsGrow() {
        LongRun run = new LongRun(DAYS, SERVICES, INSTANCES);
        List<LongRun.Day> days = run.run();
        days.forEach(System.out::println);

        assertThat(run.violation()).isEmpty();
        LongRun.Day settled = days.get(SETTLED - 1);
        LongRun.Day last = days.get(DAYS - 1);
        assertThat(last.threads()).isLessThanOrEqualTo(settled.threads() + 4);
        assertThat(last.heapBytes()).isLessThan(settled.heapBytes() + settled.heapBytes() / 50);
    }
}
