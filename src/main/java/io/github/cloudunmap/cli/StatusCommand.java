package io.github.cloudunmap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.cli.plan.OutputFormat;
import io.github.cloudunmap.daemon.StartupException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** {@code status}: what a running controller shows of itself. */
final class StatusCommand implements Command {
    private static final String PAGE = "/status.json";
    private static final URI DEFAULT = URI.create("http://127.0.0.1:9100" + PAGE);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LARGEST = 64 << 20;

    private static final Option URL =
            Flags.option("url", "URL", "where its exporter listens (default: http://127.0.0.1:9100)");
    private static final Option OUTPUT = Flags.option("output", "FORMAT", "table or json (default: table)");

    @Override
    public Usage usage() {
        return new Usage(
                List.of("aws-cloud-unmap status [-h] [--url=URL] [--output=FORMAT]"),
                "Prints what a running controller shows at /status: every service with its last pass, what waits, what was"
                        + " refused and why, and the last removals. The controller needs --enable-prometheus.",
                Map.of(),
                List.of(new Usage.Group("Options:", List.of(URL, OUTPUT, Flags.HELP))));
    }

    @Override
    public int run(CommandLine given, Console console) throws UsageException, StartupException {
        OutputFormat format = Flags.read(given, OUTPUT, OutputFormat::parse);
        URI url = Objects.requireNonNullElse(Flags.read(given, URL, StatusCommand::page), DEFAULT);
        String json = read(url);
        JsonNode status = parse(url, json);
        if (format == OutputFormat.JSON) {
            console.out().print(json);
        } else {
            StatusTable.print(status, console.out());
        }
        console.out().flush();
        return ExitCode.OK;
    }

    /** The page with the status as JSON, whichever page of the exporter the user names. */
    private static URI page(String text) {
        URI url = URI.create(text.contains("://") ? text : "http://" + text);
        if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
            throw new IllegalArgumentException("must look like http://127.0.0.1:9100, not " + text);
        }
        String path = Objects.requireNonNullElse(url.getPath(), "").replaceFirst("(/status(\\.json)?)?/?$", "");
        return url.resolve(path + PAGE);
    }

    private static String read(URI url) throws StartupException {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout((int) TIMEOUT.toMillis());
            connection.setReadTimeout((int) TIMEOUT.toMillis());
            connection.setInstanceFollowRedirects(false);
            int code = connection.getResponseCode();
            if (code != HttpURLConnection.HTTP_OK) {
                throw new StartupException(List.of(
                        url + " answers " + code + ", not the status of a controller; name its exporter by --url"));
            }
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readNBytes(LARGEST), UTF_8);
            }
        } catch (ConnectException e) {
            throw new StartupException(
                    "nothing listens at " + url
                            + "; does the controller run with --enable-prometheus? Name its host and"
                            + " port by --url",
                    e);
        } catch (IOException e) {
            throw new StartupException("no status can be read from " + url + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode parse(URI url, String json) throws StartupException {
        try {
            JsonNode status = new ObjectMapper().readTree(json);
            if (status != null && status.path("services").isArray()) {
                return status;
            }
            throw new StartupException(List.of(url + " does not answer with the status of a controller"));
        } catch (IOException e) {
            throw new StartupException(url + " does not answer with the status of a controller", e);
        }
    }
}
