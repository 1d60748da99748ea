package io.github.cloudunmap.cli;

import io.github.cloudunmap.daemon.Build;
import picocli.CommandLine.IVersionProvider;

/** The line that {@code --version} prints. */
final class BuildInfo implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Build build = Build.current();
        return new String[] {
            "aws-cloud-unmap " + build.version() + " (commit " + build.commit() + ", Java " + build.java() + ")"
        };
    }
}
