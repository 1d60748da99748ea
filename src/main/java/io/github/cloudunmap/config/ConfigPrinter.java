package io.github.cloudunmap.config;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a configuration as a file that contains every setting, including the defaults. */
public final class ConfigPrinter {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*(:+[A-Za-z0-9._/-]+)*");

    private ConfigPrinter() {}

    /** YAML that {@link ConfigLoader} reads back to an equal configuration, if this one is valid. */
    public static String render(Config config) {
        StringBuilder yaml = new StringBuilder();
        line(yaml, "", "workers", config.workers());
        line(yaml, "", "log-level", config.logLevel());
        line(yaml, "", "log-format", ScalarText.word(config.logFormat()));
        line(yaml, "", "ec2-cache-ttl", DurationText.format(config.ec2CacheTtl()));
        line(yaml, "", "suspect-hold", DurationText.format(config.suspectHold()));
        line(yaml, "", "shutdown-timeout", DurationText.format(config.shutdownTimeout()));
        optionalLine(yaml, "", "state-directory", config.stateDirectory());
        line(yaml, "", "journal-retention", DurationText.format(config.journalRetention()));
        yaml.append("prometheus:\n");
        line(yaml, "  ", "enabled", config.prometheus().enabled());
        line(yaml, "  ", "host", quoted(config.prometheus().host()));
        line(yaml, "  ", "port", config.prometheus().port());
        yaml.append("services:\n");
        config.services().forEach(service -> service(yaml, service));
        return yaml.toString();
    }

    private static void service(StringBuilder yaml, ServiceConfig service) {
        String regions = service.instancesRegions().stream()
                .map(ConfigPrinter::quoted)
                .collect(Collectors.joining(", ", "[", "]"));
        line(yaml, "  - ", "service-id", quoted(service.serviceId()));
        line(yaml, "    ", "service-region", quoted(service.serviceRegion()));
        line(yaml, "    ", "instances-regions", regions);
        line(yaml, "    ", "frequency", DurationText.format(service.frequency()));
        line(yaml, "    ", "max-deregistrations", service.maxDeregistrations());
        line(yaml, "    ", "grace-period", DurationText.format(service.gracePeriod()));
        line(yaml, "    ", "settle-time", DurationText.format(service.settleTime()));
        optionalLine(yaml, "    ", "role-arn", service.roleArn());
        optionalLine(yaml, "    ", "external-id", service.externalId());
        line(yaml, "    ", "unmap-stopped", service.unmapStopped());
        line(yaml, "    ", "ids", ScalarText.word(service.ids()));
        line(yaml, "    ", "dry-run", service.dryRun());
    }

    private static void optionalLine(StringBuilder yaml, String indent, String key, @Nullable String value) {
        if (value != null) {
            line(yaml, indent, key, quoted(value));
        }
    }

    private static void line(StringBuilder yaml, String indent, String key, Object value) {
        yaml.append(indent).append(key).append(": ").append(value).append('\n');
    }

    private static String quoted(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !text.equalsIgnoreCase("null");
        return plain ? text : "'" + text.replace("'", "''") + "'";
    }
}
