package io.github.cloudunmap.contract;

import org.opentest4j.TestAbortedException;

/** The contract cannot be put to a backend here, and why. */
final class SkippedBackend extends TestAbortedException {
    private static final long serialVersionUID = 1L;

    SkippedBackend(String backend, String reason) {
        super(backend + ": " + reason);
    }
}
