package io.github.cloudunmap.status;

import io.github.cloudunmap.status.Status.Pass;
import io.github.cloudunmap.status.Status.Service;
import io.github.cloudunmap.status.Status.Wait;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Renders the status for people, as one page. The page has no script and loads nothing else. */
public final class StatusPage {
    static final String DASH = "<span class=\"dim\">–</span>";
    private static final int MOST_WAITS = 50;
    private static final String REFRESH_SECONDS = "30";

    private final Status status;
    private final Attention attention;
    private final Html html = new Html();

    private StatusPage(Status status) {
        this.status = status;
        this.attention = new Attention(status);
    }

    /** Returns the HTTP headers that the page is to be sent with. */
    public static Map<String, String> headers() {
        return Map.of(
                "Content-Security-Policy", PageStyle.POLICY,
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "no-referrer",
                "Cross-Origin-Resource-Policy", "same-origin",
                "Cache-Control", "no-store");
    }

    public static String of(Status status) {
        return new StatusPage(status).page();
    }

    private String page() {
        html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width\">")
                .raw("<meta http-equiv=\"refresh\" content=\"" + REFRESH_SECONDS + "\">")
                .raw("<title>aws-cloud-unmap: ")
                .text(attention.inOneLine())
                .raw("</title><style>" + PageStyle.CSS + "</style></head><body>\n");
        top();
        attention.render(html);
        services();
        QueueTable.render(status, html);
        SelectionTable.render(status, html);
        waits();
        RemovalTable.render(status, html);
        process();
        html.raw("</body></html>\n");
        return html.toString();
    }

    private void top() {
        html.raw("<header><h1>aws-cloud-unmap</h1><span class=\"dim\">")
                .text(status.program().version())
                .raw(
                        "</span><span class=\"old warn\">This page is old: reload it</span><span class=\"dim right\">as of ")
                .text(status.at()
                        .toString()
                        .substring(0, "2026-01-01T00:00:00".length())
                        .replace('T', ' '))
                .raw(" UTC</span></header>\n<p class=\"verdict")
                .raw(attention.isEmpty() ? "\">" : attention.isBad() ? " bad\">" : " warn\">")
                .text(attention.inOneLine())
                .raw("</p><p>")
                .text(sums())
                .raw("</p>\n");
    }

    private String sums() {
        List<Pass> passes = status.services().stream()
                .flatMap(service -> Stream.ofNullable(service.lastPass()))
                .toList();
        long registered = passes.stream()
                .flatMap(pass -> pass.verdicts().values().stream())
                .mapToLong(Integer::longValue)
                .sum();
        long waiting = passes.stream().mapToLong(Pass::waiting).sum();
        long dry = status.services().stream().filter(Service::dryRun).count();
        return String.format(Locale.ROOT, "%,d registered instances, %,d waiting to be removed", registered, waiting)
                + (dry == 0 ? "" : ", " + dry + (dry == 1 ? " service" : " services") + " in dry run");
    }

    private void services() {
        html.raw("<h2>Services</h2><div class=\"scroll\"><table><thead><tr><th>Service<th>Region<th>Last pass")
                .raw(
                        "<th class=\"n\">Took<th>Result<th class=\"n\">Matched<th class=\"n\">Stale<th class=\"n\">Unknown")
                .raw("<th class=\"n\">Foreign<th class=\"n\">Skipped<th>Waiting</tr></thead><tbody>\n");
        status.services().forEach(this::service);
        html.raw("</tbody></table></div>\n");
    }

    private void service(Service service) {
        html.raw("<tr><td class=\"text\">");
        Attention.title(html, service.serviceId(), service.name());
        html.raw("</td><td class=\"fixed\">").text(service.region()).raw("</td>");
        Pass pass = service.lastPass();
        boolean isLate = service.isLate(status.at());
        html.raw("<td class=\"fixed").raw(isLate ? " bad\">" : "\">");
        if (pass == null) {
            html.raw(isLate ? "none yet, late" : "none yet").raw("</td><td></td><td></td>");
        } else {
            html.time(pass.endedAt(), status.at()).raw(isLate ? ", late" : "");
            html.raw("</td><td class=\"n\">").text(took(pass.durationMs())).raw("</td><td class=\"fixed\">");
            result(service, pass);
            html.raw("</td>");
        }
        for (String verdict : List.of("matched", "stale", "unknown", "foreign", "skipped")) {
            int count = pass == null ? 0 : pass.verdicts().getOrDefault(verdict, 0);
            html.raw("<td class=\"n\">")
                    .raw(count == 0 ? DASH : Integer.toString(count))
                    .raw("</td>");
        }
        html.raw("<td class=\"fixed\">");
        if (pass == null || pass.waiting() == 0) {
            html.raw(DASH);
        } else {
            html.number(pass.waiting()).raw(", ").time(pass.waits().get(0).until(), status.at());
        }
        html.raw("</td></tr>\n");
    }

    /** Adds the result of a pass, such as {@code success (dry run)} or {@code refused never-all}. */
    private void result(Service service, Pass pass) {
        if (pass.refusal() != null) {
            html.raw("<span class=\"warn\">refused</span> ").text(pass.refusal().rule());
        }
        if (pass.result().equals("success")) {
            html.raw("success");
        } else if (pass.result().equals("error")) {
            html.raw(pass.refusal() == null ? "" : ", ").element("span class=\"bad\"", "error");
        }
        if (service.dryRun()) {
            html.raw(" <span class=\"dim\">(dry run)</span>");
        }
    }

    private static String took(long millis) {
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis < 100_000
                ? millis / 1000 + "." + millis / 100 % 10 + " s"
                : Html.words(Duration.ofMillis(millis));
    }

    private record WaitOf(Service service, Wait waiting) {}

    private static Stream<WaitOf> waits(Service service) {
        return Stream.ofNullable(service.lastPass())
                .flatMap(pass -> pass.waits().stream())
                .map(wait -> new WaitOf(service, wait));
    }

    private void waits() {
        List<WaitOf> waits = status.services().stream()
                .flatMap(StatusPage::waits)
                .sorted(Comparator.comparing(each -> each.waiting.until()))
                .limit(MOST_WAITS)
                .toList();
        if (waits.isEmpty()) {
            return;
        }
        html.raw("<h2>Waiting to be removed</h2><div class=\"scroll\"><table><thead><tr><th>Instance<th>Service<th>For")
                .raw("<th>Until</tr></thead><tbody>\n");
        for (WaitOf each : waits) {
            html.raw("<tr><td class=\"text id\">").id(each.waiting.instanceId()).raw("</td><td class=\"text\">");
            Attention.title(html, each.service.serviceId(), each.service.name());
            html.raw("</td><td class=\"fixed\">").text(each.waiting.setting());
            if (each.waiting.changes() > 0) {
                html.raw(", changed ").number(each.waiting.changes()).raw(" times");
            }
            html.raw("</td><td class=\"fixed\">")
                    .time(each.waiting.until(), status.at())
                    .raw("</td></tr>\n");
        }
        html.raw("</tbody></table></div>\n");
    }

    private void process() {
        Status.Configuration configuration = status.configuration();
        html.raw("<h2>Process</h2><dl><dt>Configuration<dd>")
                .text(configuration.file() == null ? "from flags" : configuration.file())
                .raw(", loaded ")
                .time(configuration.loadedAt(), status.at())
                .raw("<dt>SHA-256<dd class=\"id\">")
                .text(configuration.sha256())
                .raw("<dt>Last reload<dd>");
        if (configuration.lastReload() == null) {
            html.raw("none");
        } else {
            html.raw(configuration.lastReload().successful() ? "" : "<span class=\"bad\">failed</span> ")
                    .time(configuration.lastReload().at(), status.at())
                    .raw(": ")
                    .text(configuration.lastReload().summary());
        }
        html.raw("<dt>State directory<dd>")
                .text(
                        status.program().stateDirectory() == null
                                ? "none"
                                : status.program().stateDirectory())
                .raw("<dt>Started<dd>")
                .time(status.program().startedAt(), status.at())
                .raw("<dt>Version<dd>")
                .text(status.program().version() + ", commit "
                        + status.program().commit() + ", Java "
                        + status.program().java())
                .raw("</dl>\n");
    }
}
