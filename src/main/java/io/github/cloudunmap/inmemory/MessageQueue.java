package io.github.cloudunmap.inmemory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A standard queue of SQS. A message that has been received is invisible for a while. If it is not deleted in that
 * time, it is delivered again. Any thread may call it.
 */
public final class MessageQueue {
    private static final long MILLISECOND = 1_000_000;

    private final String url;
    private final Serial serial;
    private final List<Stored> messages = new ArrayList<>();

    /** @param visibleAt from when on the message can be received, in the nanoseconds of {@link System#nanoTime} */
    private record Stored(String id, String handle, String body, long visibleAt, int receptions) {}

    /** A message in the answer to a request. */
    record Received(String id, String handle, String body, int receptions) {}

    MessageQueue(String url, Serial serial) {
        this.url = url;
        this.serial = serial;
    }

    public String url() {
        return url;
    }

    /** Sends a message and returns its id. */
    public synchronized String send(String body) {
        String id = serial.uuid();
        messages.add(new Stored(id, "", body, System.nanoTime(), 0));
        notifyAll();
        return id;
    }

    /** Returns the number of messages, including invisible messages. */
    public synchronized int size() {
        return messages.size();
    }

    /** Waits until all messages are deleted. */
    public synchronized void awaitEmpty(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!messages.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException(messages.size() + " messages are left after " + atMost);
            }
            wait(left / MILLISECOND + 1);
        }
    }

    /**
     * Takes up to {@code most} visible messages. If no message is visible, waits for one, at most for {@code waiting}.
     */
    synchronized List<Received> receive(int most, Duration waiting, Duration invisible) throws InterruptedException {
        long deadline = System.nanoTime() + waiting.toNanos();
        while (true) {
            long now = System.nanoTime();
            List<Received> taken = take(most, now, now + invisible.toNanos());
            if (!taken.isEmpty() || deadline - now <= 0) {
                return taken;
            }
            wait(Math.max(1, Math.min(deadline - now, untilVisible(now)) / MILLISECOND));
        }
    }

    private List<Received> take(int most, long now, long invisibleUntil) {
        List<Received> taken = new ArrayList<>();
        for (int i = 0; i < messages.size() && taken.size() < most; i++) {
            Stored message = messages.get(i);
            if (message.visibleAt - now <= 0) {
                Stored next =
                        new Stored(message.id, serial.uuid(), message.body, invisibleUntil, message.receptions + 1);
                messages.set(i, next);
                taken.add(new Received(next.id, next.handle, next.body, next.receptions));
            }
        }
        return taken;
    }

    private long untilVisible(long now) {
        return messages.stream()
                .mapToLong(message -> message.visibleAt - now)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Deletes the message with this handle. The handle of an earlier delivery deletes nothing, as in SQS. */
    synchronized void delete(String handle) {
        for (Iterator<Stored> all = messages.iterator(); all.hasNext(); ) {
            if (all.next().handle.equals(handle)) {
                all.remove();
                notifyAll();
                return;
            }
        }
    }
}
