package io.github.cloudunmap.selection;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The services that a selection is known to find.
 *
 * @param services the services in effect
 * @param isPostponed whether a reading was postponed, because it lacked more than half of these services. The next
 *     reading is not postponed, whatever it finds
 */
public record Finding(List<FoundService> services, boolean isPostponed) {
    public Finding {
        services = List.copyOf(services);
    }

    /**
     * Returns the finding after a reading. A reading that lacks more than half of the known services is postponed,
     * because wrong credentials or a half-working region may be the cause. The reading after a postponed one is not
     * postponed, whatever it finds.
     *
     * @param before null if the selection has not been read yet
     */
    public static Finding after(@Nullable Finding before, List<FoundService> read) {
        return before == null || before.isPostponed || before.share(read)
                ? new Finding(read, false)
                : before.postponed();
    }

    private Finding postponed() {
        return new Finding(services, true);
    }

    /** Whether at least half of the known services are among {@code others}. */
    private boolean share(Collection<FoundService> others) {
        Set<String> ids = new HashSet<>();
        others.forEach(other -> ids.add(other.serviceId()));
        long left = services.stream()
                .filter(known -> ids.contains(known.serviceId()))
                .count();
        return 2 * left >= services.size();
    }
}
