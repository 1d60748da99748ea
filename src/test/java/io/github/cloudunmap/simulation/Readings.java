package io.github.cloudunmap.simulation;

import java.util.OptionalLong;

/**
 * The last readings of both sides before a removal was sent. All times in nanoseconds.
 *
 * @param answers what EC2 has told the process that sends
 * @param listedAt when the pass had read the list that it judged
 * @param cloudMap when Cloud Map's last reading was requested
 * @param sentAt when the removal was sent
 */
record Readings(Ec2Answers answers, long listedAt, long cloudMap, long sentAt) {
    /** When the earlier of the two last readings was requested that could tell of this instance. */
    long earlier(Machine machine) {
        long ec2 = of(machine.region, machine.id)
                .orElse(answers.earliestOfLast(machine.id, sentAt).orElse(cloudMap));
        return Math.min(ec2, cloudMap);
    }

    /**
     * EC2 is read first, and Cloud Map last. Later answers went to other passes, if this one has any since its list.
     */
    private OptionalLong of(String region, String id) {
        OptionalLong last = answers.last(region, id, cloudMap);
        return last.isPresent() && last.getAsLong() >= listedAt ? last : answers.last(region, id, sentAt);
    }
}
