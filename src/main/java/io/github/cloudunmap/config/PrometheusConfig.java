package io.github.cloudunmap.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;

/**
 * Where the metrics are served:
 *
 * <pre>
 * prometheus: { enabled: true, host: 127.0.0.1, port: 9100 }
 * </pre>
 *
 * @param host the name or address to listen on
 * @param port the port to listen on; 0 lets the system choose a free one
 */
public record PrometheusConfig(
        boolean enabled,

        // Refuses a host of digits alone, because Java would read it as an address: 0 would mean all addresses.
        @Pattern(regexp = "(?![0-9]+$)[\\w.:%\\[\\]-]{1,255}", message = "must be a host name or an address")
        String host,

        @Min(value = 0, message = "must be at least 0") @Max(value = 65535, message = "must be at most 65535")
        int port) {

    /** The default of each setting: the exporter is disabled. If enabled, it listens on loopback at port 9100. */
    public static final PrometheusConfig DEFAULTS = new PrometheusConfig(false, "127.0.0.1", 9100);

    /** Returns host and port in the form of a URL, with an IPv6 address in brackets. */
    public String authority(int actualPort) {
        boolean isIpv6 = host.contains(":") && !host.startsWith("[");
        return (isIpv6 ? "[" + host + "]" : host) + ":" + actualPort;
    }
}
