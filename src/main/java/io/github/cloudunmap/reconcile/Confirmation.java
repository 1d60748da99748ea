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

    private final ServiceRegistry registry;
    private final TimeSource time;
    private @Nullable Map<String, RegisteredInstance> listedAgain;
    private long listedAt;

    Confirmation(ServiceRegistry registry, TimeSource time) {
        this.registry = registry;
        this.time = time;
    }

    /**
     * Whether the registration is still the one that was judged.
     *
     * @throws ApiFailure if it could not be read
     */
    boolean holds(Plan.Removal removal) {
        RegisteredInstance judged = removal.instance();
        if (judged.isNamedByItsEc2Id() && !removal.verdict().reason().instanceLives()) {
            return true;
        }
        return read(judged.id())
                .filter(now -> now.attributes().equals(judged.attributes()))
                .isPresent();
    }

    private Optional<RegisteredInstance> read(String instanceId) {
        if (listedAgain == null) {
            try {
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
        if (listedAgain == null || time.nanos() - listedAt > LIST_SERVES) {
            listedAt = time.nanos();
            listedAgain =
                    registry.list().stream().collect(Collectors.toMap(RegisteredInstance::id, Function.identity()));
        }
        return listedAgain;
    }
}
