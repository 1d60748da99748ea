package io.github.cloudunmap.inmemory;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Decides who may assume a role. Initially, everybody may assume every role. Any thread may call it. */
public final class StsRoles {
    private final Map<String, String> externalIds = new ConcurrentHashMap<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();

    StsRoles() {}

    /** Allows the role to be assumed only with this external id. */
    public void requireExternalId(String roleArn, String externalId) {
        externalIds.put(roleArn, externalId);
    }

    /** Forbids everybody to assume the role. */
    public void deny(String roleArn) {
        denied.add(roleArn);
    }

    /** Allows the role again after {@link #deny}. */
    public void allow(String roleArn) {
        denied.remove(roleArn);
    }

    boolean mayAssume(String roleArn, Optional<String> externalId) {
        String required = externalIds.get(roleArn);
        return !denied.contains(roleArn) && (required == null || required.equals(externalId.orElse("")));
    }
}
