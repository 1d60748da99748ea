package io.github.cloudunmap.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes each log event to a separate thread, which writes the event. If nobody reads the log, for example because a
 * pipe is full, only this thread blocks. Passes and the handling of signals go on. Log events that find the queue full
 * are dropped and counted.
 */
final class QueuedLines extends AsyncAppender {
    static final String NAME = "queued-lines";
    /**
     * The largest number of log events in the queue. It is enough for the DEBUG lines of a few large passes, and needs
     * little of the heap.
     */
    static final int MOST_WAITING = 4096;

    private static final int FLUSH_TRIES = 20;
    private static final int TRY_MILLIS = 100;

    private final LineAppender lines;
    private final Logger own;
    private final AtomicLong dropped = new AtomicLong();
    /** The number of dropped log events that no warning has reported yet. Guarded by this. */
    private long untold;

    private QueuedLines(LineAppender lines, Logger own) {
        this.lines = lines;
        this.own = own;
    }

    /** Starts the thread that writes. */
    static QueuedLines started(LineAppender lines, Logger own) {
        QueuedLines queued = new QueuedLines(lines, own);
        queued.setName(NAME);
        queued.setContext(own.getLoggerContext());
        queued.setQueueSize(MOST_WAITING);
        queued.setDiscardingThreshold(0);
        queued.setNeverBlock(true);
        Writing writing = queued.new Writing();
        writing.setContext(own.getLoggerContext());
        writing.start();
        queued.addAppender(writing);
        queued.start();
        return queued;
    }

    /** Returns how many log lines have been dropped so far because the queue was full. */
    long dropped() {
        return dropped.get();
    }

    /**
     * Adds a log event to the queue. The method is synchronized so that every dropped log event is counted. It never
     * waits for the thread that writes.
     */
    @Override
    protected synchronized void append(ILoggingEvent event) {
        if (untold > 0 && getRemainingCapacity() > 1) {
            super.append(notice(untold));
            untold = 0;
        }
        if (getRemainingCapacity() > 0) {
            super.append(event);
        } else if (!(event instanceof Mark)) {
            dropped.incrementAndGet();
            untold++;
        }
    }

    /** Returns a warning that takes the place of the dropped lines. */
    private LoggingEvent notice(long lost) {
        return new LoggingEvent(
                QueuedLines.class.getName(),
                own,
                Level.WARN,
                "{} log lines were dropped here, because nobody took the log",
                null,
                new Object[] {lost});
    }

    /** Waits until all log events so far have been written, but at most two seconds. */
    void flush() {
        try {
            for (int tries = 0; tries < FLUSH_TRIES; tries++) {
                Mark mark = new Mark(own);
                doAppend(mark);
                // When the writer reaches the mark, it has written all earlier lines. A full queue drops the mark, so
                // the loop adds another.
                if (mark.reached.await(TRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A log event without text that marks a place in the queue. When the thread that writes reaches the mark, it has
     * written all earlier log events.
     */
    private static final class Mark extends LoggingEvent {
        private final CountDownLatch reached = new CountDownLatch(1);

        Mark(Logger logger) {
            super(QueuedLines.class.getName(), logger, Level.OFF, "", null, null);
        }
    }

    /** Runs on the thread of the queue. */
    private final class Writing extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event instanceof Mark mark) {
                mark.reached.countDown();
            } else {
                lines.doAppend(event);
            }
        }
    }
}
