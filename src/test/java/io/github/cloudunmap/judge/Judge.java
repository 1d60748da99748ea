package io.github.cloudunmap.judge;

import io.github.cloudunmap.judge.Truth.Form;
import io.github.cloudunmap.judge.Truth.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Judges each accepted removal by the promise, against the truth. Any thread may call it. */
final class Judge {
    /** The parts of the promise. */
    enum Clause {
        /** An instance held the address for longer than the settling time when the earlier reading arrived. */
        A,
        /** The registration was made once in this form, and its instance has lived at the address ever since. */
        B,
        /** The registration was another controller's when Cloud Map was last read. */
        C,
        /** Registration and instance have stood for so long that they must have been read, whatever was read. */
        SEEN_FROM_AWS
    }

    /** A removal against the promise. */
    record Breach(Clause clause, Form form, String evidence) {
        @Override
        public String toString() {
            return clause + ": " + form + ": " + evidence;
        }
    }

    /** From the request of the earlier reading to the sending, and from the sending to its effect. */
    private static final long UNREAD = Duration.ofSeconds(15 + 20).toNanos();

    private final Truth truth;
    private final Readings readings;
    private final Duration settleTime;
    private final List<Breach> breaches = new ArrayList<>();
    private int removals;

    Judge(Truth truth, Readings readings, Duration settleTime) {
        this.truth = truth;
        this.readings = readings;
        this.settleTime = settleTime;
    }

    /** Judges the removal at this moment, and records that the registration is gone. */
    synchronized void accepted(String service, String id) {
        synchronized (truth) {
            Standing removed = truth.registration(service, id)
                    .orElseThrow(() -> new IllegalStateException("the judge missed that " + id + " was registered"));
            removals++;
            breachOf(removed).ifPresent(breaches::add);
            truth.deregistered(service, id);
        }
    }

    synchronized int removals() {
        return removals;
    }

    synchronized List<Breach> breaches() {
        return List.copyOf(breaches);
    }

    /** The removals and breaches so far, in one line. */
    synchronized String summary() {
        Map<Clause, Integer> counts = new EnumMap<>(Clause.class);
        breaches.forEach(breach -> counts.merge(breach.clause(), 1, Integer::sum));
        return removals + " removals, " + breaches.size() + " breaches " + counts;
    }

    private Optional<Breach> breachOf(Standing removed) {
        Form form = removed.form();
        long now = truth.now();
        long cloudMap = readings.cloudMap(form.service().id(), form.id()).orElse(now);
        if (removed.othersOwn()) {
            return removed.since() - cloudMap <= 0
                    ? Optional.of(new Breach(Clause.C, form, "registered " + ago(now, removed.since())))
                    : Optional.empty();
        }
        long ec2 = readings.ec2(form.ec2Ids()).orElse(now);
        long earlier = ec2 - cloudMap < 0 ? ec2 : cloudMap;
        for (String id : form.ec2Ids()) {
            OptionalLong held = truth.heldSince(form, id);
            Optional<Clause> clause =
                    held.isEmpty() ? Optional.empty() : protection(removed, held.getAsLong(), earlier, now);
            if (clause.isPresent()) {
                String evidence =
                        id + " holds the address since " + ago(now, held.getAsLong()) + ", in this form since "
                                + ago(now, removed.since()) + ", read " + ago(now, ec2) + " and " + ago(now, cloudMap);
                return Optional.of(new Breach(clause.get(), form, evidence));
            }
        }
        return Optional.empty();
    }

    /** The clause that protects a registration whose instance has held its address since then. */
    private Optional<Clause> protection(Standing removed, long held, long earlier, long now) {
        if (removed.since() - earlier <= 0) {
            if (earlier - held > settleTime.toNanos()) {
                return Optional.of(Clause.A);
            }
            List<Long> makings = truth.makings(removed.form(), earlier);
            if (makings.size() == 1 && held - makings.get(0) <= 0) {
                return Optional.of(Clause.B);
            }
        }
        boolean hasStood = now - removed.since() > UNREAD && now - held > UNREAD + settleTime.toNanos();
        return hasStood ? Optional.of(Clause.SEEN_FROM_AWS) : Optional.empty();
    }

    private static String ago(long now, long moment) {
        return (now - moment) / 1_000_000 + " ms ago";
    }
}
