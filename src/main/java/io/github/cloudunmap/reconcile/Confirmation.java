package io.github.cloudunmap.reconcile;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a registration once more right before its removal, where it may be changing at this moment: the instance itself
 * lives and may be registering its new address, or the registration goes by a name that another instance can take over.
 * For one pass and one thread.
 */
final class Confirmation {
    /** How long a list that was read again serves: it has to be right before the removal. */
    private static final long LIST_SERVES = Duration.ofSeconds(5).toNanos();
    /** How long reading again may take: the registration may have changed while the answer was on its way. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(15);

    private final ServiceRegistry registry;
    private final TimeSource time;
    private @Nullable Map<String, RegisteredInstance> listedAgain;
    private long readAt;

    Confirmation(ServiceRegistry registry, TimeSource time) {
        this.registry = registry;
        this.time = time;
    }

    /**
     * Whether the registration is still the one that was judged.
     *
     * @throws ApiFailure if it could not be read, or so slowly that it may have changed since
     */
    boolean holds(Plan.Removal removal) {
        RegisteredInstance judged = removal.instance();
        if (judged.isNamedByItsEc2Id() && !removal.verdict().reason().instanceLives()) {
            return true;
        }
        boolean unchanged = read(judged.id())
                .filter(now -> now.attributes().equals(judged.attributes()))
                .isPresent();
        if (unchanged && time.nanos() - readAt > LONGEST_READ.toNanos()) {
            throw new ApiFailure(
                    "OutdatedEvidence",
                    "Cloud Map took more than " + LONGEST_READ.toSeconds()
                            + " s to show the registration again, which may have changed since; it is left to the"
                            + " next pass");
        }
        return unchanged;
    }

    private Optional<RegisteredInstance> read(String instanceId) {
        if (listedAgain == null) {
            try {
                readAt = time.nanos();
                return registry.get(instanceId);
            } catch (ApiFailure failure) {
                if (!failure.isDenied()) {
                    throw failure;
                }
                // GetInstance is no permission of the Python tool's policy: lists serve where it is not granted.
            }
        }
        return Optional.ofNullable(list().get(instanceId));
    }

    private Map<String, RegisteredInstance> list() {
        if (listedAgain == null || time.nanos() - readAt > LIST_SERVES) {
            long askedAt = time.nanos();
            listedAgain =
                    registry.list().stream().collect(Collectors.toMap(RegisteredInstance::id, Function.identity()));
            readAt = askedAt; // and not before: a list that fails makes the one at hand no younger
        }
        return listedAgain;
    }
}
