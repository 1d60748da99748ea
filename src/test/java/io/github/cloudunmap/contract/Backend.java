package io.github.cloudunmap.contract;

import java.net.URI;
import java.util.EnumSet;
import java.util.Set;

/**
 * A running stand-in for AWS.
 *
 * @param name what the build's output calls it, with its version
 * @param stop ends what was started for it
 */
record Backend(String name, URI endpoint, Set<Gap> gaps, Runnable stop) {
    /** What moto 5.2.1 is known to do unlike AWS; LocalStack's EC2 and Cloud Map are built on moto. */
    static final Set<Gap> MOTO_GAPS = EnumSet.complementOf(EnumSet.of(Gap.NO_EVENT_BRIDGE));

    Backend {
        gaps = Set.copyOf(gaps);
    }
}
