package io.github.cloudunmap.reconcile;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one region's EC2 said of one id: the instance, or that it has none. */
public record Sighting(@Nullable Ec2Instance instanceOrNull, Evidence evidence) {
    public Optional<Ec2Instance> instance() {
        return Optional.ofNullable(instanceOrNull);
    }
}
