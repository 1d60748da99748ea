package io.github.cloudunmap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.cloudunmap.cli.plan.OutputFormat;
import io.github.cloudunmap.daemon.StartupException;
import io.github.cloudunmap.process.NamedThreads;
import io.github.cloudunmap.text.JsonText;
import io.github.cloudunmap.text.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

/** {@code status}: prints the status of a running controller. */
final class StatusCommand implements Command {
    private static final String PAGE = "/status.json";
    private static final URI DEFAULT = URI.create("http://127.0.0.1:9100" + PAGE);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** The most bytes that are read: some ten times the size of the status of 2,000 services. */
    private static final int LARGEST = 32 << 20;

    private static final ObjectMapper READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

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
        JsonNode status = parse(url, read(url));
        if (format == OutputFormat.JSON) {
            console.out().print(JsonText.of(status, JsonText.mapper(PropertyNamingStrategies.SNAKE_CASE)));
        } else {
            StatusTable.print(status, console.out());
        }
        console.out().flush();
        return ExitCode.OK;
    }

    /**
     * Returns the URL of the exporter's page {@code /status.json}.
     *
     * @param text the exporter's address, or the URL of one of its status pages
     */
    private static URI page(String text) {
        try {
            URI url = new URI(text.contains("://") ? text : "http://" + text);
            if (url.getHost() != null
                    && url.getPort() <= 65_535
                    && List.of("http", "https").contains(url.getScheme())) {
                return url.resolve(url.getPath().replaceFirst("(/status(\\.json)?)?/?$", "") + PAGE);
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        throw new IllegalArgumentException("must look like http://127.0.0.1:9100, not " + OneLine.quote(text));
    }

    /**
     * Reads the page on another thread, to limit the time. If a server sends one byte now and then, the read timeout
     * never ends the request.
     */
    private static String read(URI url) throws StartupException {
        ExecutorService thread = Executors.newSingleThreadExecutor(new NamedThreads("request"));
        try {
            return thread.submit(() -> request(url)).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StartupException(
                    url + " has not answered within " + TIMEOUT.toSeconds()
                            + " s; name the controller's exporter by --url",
                    e);
        } catch (ExecutionException e) {
            throw failure(url, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted", e);
        } finally {
            thread.shutdownNow();
        }
    }

    private static String request(URI url) throws IOException, StartupException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setConnectTimeout((int) TIMEOUT.toMillis());
        connection.setReadTimeout((int) TIMEOUT.toMillis());
        connection.setInstanceFollowRedirects(false);
        int code = connection.getResponseCode();
        if (code < 0) {
            throw noStatus(url, null);
        } else if (code != HttpURLConnection.HTTP_OK) {
            throw new StartupException(
                    List.of(url + " answers " + code + ", not the status of a controller; name its exporter by --url"));
        }
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readNBytes(LARGEST), UTF_8);
        }
    }

    private static StartupException failure(URI url, @Nullable Throwable cause) {
        if (cause instanceof StartupException told) {
            return told;
        } else if (cause instanceof ConnectException) {
            return new StartupException(
                    "nothing listens at " + url
                            + "; does the controller run with --enable-prometheus? Name its host and"
                            + " port by --url",
                    cause);
        } else if (cause instanceof UnknownHostException) {
            return new StartupException("the host name does not resolve: " + url.getHost(), cause);
        } else if (cause instanceof IOException) {
            return new StartupException("no status can be read from " + url + ": " + cause.getMessage(), cause);
        }
        throw new IllegalStateException(cause);
    }

    private static JsonNode parse(URI url, String json) throws StartupException {
        try {
            JsonNode status = READER.readTree(json);
            if (status.path("services").isArray()
                    && status.at("/program/version").isTextual()) {
                return status;
            }
        } catch (IOException e) {
            throw noStatus(url, e);
        }
        throw noStatus(url, null);
    }

    private static StartupException noStatus(URI url, @Nullable Exception cause) {
        String message = url + " does not answer with the status of a controller; name its exporter by --url";
        return cause == null ? new StartupException(List.of(message)) : new StartupException(message, cause);
    }
}
