package io.github.cloudunmap.aws;

import io.github.cloudunmap.reconcile.Ec2Instance;
import java.util.List;
import java.util.Set;

/** {@code DescribeInstances} of one region as one identity. Any thread may call it. */
public interface Ec2Reader {
    /** The most values that EC2 takes in one filter: beyond it answers {@code FilterLimitExceeded}. */
    int MOST_IDS = 200;

    /**
     * Those of the ids that EC2 returns, read to the last page.
     *
     * @param ids at most {@link #MOST_IDS}
     * @throws io.github.cloudunmap.reconcile.ApiFailure if any page could not be read
     */
    Answer describe(Set<String> ids);

    /**
     * What EC2 returned.
     *
     * @param requestId of the last page
     */
    record Answer(String requestId, List<Ec2Instance> instances) {
        public Answer {
            instances = List.copyOf(instances);
        }
    }
}
