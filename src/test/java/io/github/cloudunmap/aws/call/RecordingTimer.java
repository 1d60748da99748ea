package io.github.cloudunmap.aws.call;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Records what it is asked for, and would do it in an hour. */
public final class RecordingTimer extends ScheduledThreadPoolExecutor {
    private final List<Long> delays = new ArrayList<>();

    public RecordingTimer() {
        super(1);
    }

    /** In nanoseconds, in the order in which they were asked for. */
    public List<Long> delays() {
        return delays;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        delays.add(unit.toNanos(delay));
        return super.schedule(task, 1, TimeUnit.HOURS);
    }
}
