package io.github.cloudunmap.inmemory;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides who may assume which role. Anybody may assume any role, unless a rule that was set here forbids it. Any
 * thread may call it.
 */
public final class StsRoles {
    private final Map<String, String> externalIds = new ConcurrentHashMap<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();

    StsRoles() {}

    /** Lets the role be assumed only with this external id. */
    public void requireExternalId(String roleArn, String externalId) {
        externalIds.put(roleArn, externalId);
    }

    /** Lets nobody assume the role. */
    public void deny(String roleArn) {
        denied.add(roleArn);
    }

    /** Takes {@link #deny} back. */
    public void allow(String roleArn) {
        denied.remove(roleArn);
    }

    boolean mayAssume(String roleArn, Optional<String> externalId) {
        String required = externalIds.get(roleArn);
        return !denied.contains(roleArn) && (required == null || required.equals(externalId.orElse("")));
    }
}
