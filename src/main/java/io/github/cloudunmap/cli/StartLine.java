package io.github.cloudunmap.cli;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.daemon.BuildInfo;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the log line about the start, with the version, the configuration, and the modes such as dry run. */
final class StartLine {
    private static final Logger LOG = LoggerFactory.getLogger(StartLine.class);

    private StartLine() {}

    static void log(LoadedConfig loaded, boolean isSingleRun) {
        String file = loaded.file();
        Config config = loaded.config();
        BuildInfo build = BuildInfo.current();
        LOG.atInfo()
                .addKeyValue("version", build.version())
                .addKeyValue("commit", build.commit())
                .addKeyValue("file", file == null ? "" : file)
                .addKeyValue("sha256", loaded.sha256())
                .addKeyValue("services", config.services().size())
                .addKeyValue("selections", config.selections().size())
                .log(
                        "aws-cloud-unmap {} starts with {}; {}",
                        build.version(),
                        file == null ? "the settings of its flags" : file + " (sha256 " + loaded.sha256() + ")",
                        String.join(", ", modes(config, isSingleRun)));
    }

    private static List<String> modes(Config config, boolean isSingleRun) {
        long dry = config.settings().stream().filter(ServiceConfig::dryRun).count();
        List<String> modes = new ArrayList<>();
        int selections = config.selections().size();
        if (selections == 0 || !config.services().isEmpty()) {
            modes.add(counted(config.services().size(), "service"));
        }
        if (selections > 0) {
            modes.add(counted(selections, "selection"));
        }
        if (dry > 0) {
            modes.add(
                    dry == config.settings().size() ? "dry run: nothing is removed" : "dry run of " + dry + " of them");
        }
        if (isSingleRun) {
            modes.add("single run");
        }
        modes.add(
                config.stateDirectory() == null
                        ? "no state directory: removals are not written down"
                        : "state directory " + config.stateDirectory());
        return modes;
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
