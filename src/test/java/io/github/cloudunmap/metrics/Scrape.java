package io.github.cloudunmap.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the exporter on a port of 127.0.0.1 answers. */
public final class Scrape {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Scrape() {}

    public static String page(int port) throws IOException, InterruptedException {
        return request(port, "GET", "/metrics").body();
    }

    /** The samples alone, such as {@code aws_cloud_unmap_up{service_id="srv-web",} 1.0}. */
    public static List<String> samples(int port) throws IOException, InterruptedException {
        return page(port).lines().filter(line -> !line.startsWith("#")).toList();
    }

    /** The samples whose names start so. */
    public static List<String> samples(int port, String start) throws IOException, InterruptedException {
        return samples(port).stream().filter(line -> line.startsWith(start)).toList();
    }

    /** The names and labels of our own samples, without their values. */
    public static Set<String> series(int port) throws IOException, InterruptedException {
        return samples(port, "aws_cloud_unmap_").stream()
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toSet());
    }

    public static HttpResponse<String> request(int port, String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
