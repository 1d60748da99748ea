package io.github.cloudunmap.simulation;

import java.time.Duration;
import java.util.Random;

/** What AWS is like in one run, from its beginning to its end. */
final class Traits {
    private final int pageSize;
    private final int mostIds;
    private final Duration lag;
    private final boolean listsInOrder;
    private final boolean getInstanceIsGranted;
    private final boolean getOperationIsGranted;
    private final boolean accountsAreTold;
    private int requests;

    /** @param lag by which EC2's answers may lag behind the truth */
    Traits(Random random, int pageSize, Duration lag) {
        this.pageSize = pageSize;
        this.lag = lag;
        this.listsInOrder = random.nextBoolean();
        this.mostIds = 10 + random.nextInt(4);
        this.getInstanceIsGranted = random.nextBoolean();
        this.getOperationIsGranted = random.nextInt(4) != 0;
        this.accountsAreTold = random.nextInt(3) == 0;
    }

    /** The world changes between pages. */
    int pageSize() {
        return pageSize;
    }

    /** So few ids a request that a scan is often the cheaper way; more than there are witnesses. */
    int mostIds() {
        return mostIds;
    }

    Duration lag() {
        return lag;
    }

    boolean listsInOrder() {
        return listsInOrder;
    }

    boolean getInstanceIsGranted() {
        return getInstanceIsGranted;
    }

    boolean getOperationIsGranted() {
        return getOperationIsGranted;
    }

    /** Whether every registration tells which account made it; else some do not. */
    boolean accountsAreTold() {
        return accountsAreTold;
    }

    String nextRequestId() {
        return "req-" + requests++;
    }
}
