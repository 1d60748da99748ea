package io.github.cloudunmap.fleet;

import io.github.cloudunmap.reconcile.Ec2Instance;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Properties of the instances that an answer shows. */
final class Instances {
    private Instances() {}

    static Set<String> owners(Collection<Ec2Instance> instances) {
        return instances.stream().map(Ec2Instance::ownerId).collect(Collectors.toSet());
    }

    static Set<String> ids(List<Ec2Instance> instances) {
        return instances.stream().map(Ec2Instance::id).collect(Collectors.toSet());
    }
}
