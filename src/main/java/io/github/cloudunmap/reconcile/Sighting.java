package io.github.cloudunmap.reconcile;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** EC2's answer for one id in one region: the instance, or none. */
public record Sighting(@Nullable Ec2Instance instanceOrNull, Evidence evidence) {
    public Optional<Ec2Instance> instance() {
        return Optional.ofNullable(instanceOrNull);
    }
}
