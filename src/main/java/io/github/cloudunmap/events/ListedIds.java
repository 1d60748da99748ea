package io.github.cloudunmap.events;

import io.github.cloudunmap.reconcile.Ec2Id;
import io.github.cloudunmap.reconcile.Plan;
import java.util.Arrays;

/**
 * The EC2 ids that the registrations of a service's last list name, in eight bytes each. Two ids that differ only in
 * their first digit count as equal. The worst that follows is a pass at another time. Immutable.
 */
public final class ListedIds {
    /** No ids, as for a service that has not been listed yet. */
    public static final ListedIds NONE = new ListedIds(new long[0]);

    private static final int DIGITS = 16;

    private final long[] sorted;

    private ListedIds(long[] sorted) {
        this.sorted = sorted;
    }

    public static ListedIds of(Plan plan) {
        return new ListedIds(plan.judgements().stream()
                .flatMap(judgement -> judgement.instance().ec2Ids().stream())
                .mapToLong(ListedIds::number)
                .sorted()
                .distinct()
                .toArray());
    }

    public boolean contains(Ec2Id id) {
        return Arrays.binarySearch(sorted, number(id)) >= 0;
    }

    private static long number(Ec2Id id) {
        String text = id.toString();
        return Long.parseUnsignedLong(text.substring(Math.max("i-".length(), text.length() - DIGITS)), 16);
    }
}
