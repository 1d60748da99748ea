package io.github.cloudunmap.contract;

import org.opentest4j.TestAbortedException;

/** Says in the build's output and in the test report that the contract was not put to a backend, and why. */
final class SkippedBackend extends TestAbortedException {
    private static final long serialVersionUID = 1L;

    SkippedBackend(String backend, String reason) {
        super(backend + ": " + reason);
        System.out.println("contract suite: skipped " + backend + ": " + reason);
    }
}
