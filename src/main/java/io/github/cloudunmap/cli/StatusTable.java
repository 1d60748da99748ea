package io.github.cloudunmap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cloudunmap.status.Status;
import io.github.cloudunmap.text.OneLine;
import io.github.cloudunmap.text.TextTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints the JSON document of {@code /status.json} for a terminal. */
final class StatusTable {
    private static final int MOST_REMOVALS = 10;
    private static final int MOST_NAMED = 10;

    private StatusTable() {}

    static void print(JsonNode status, PrintWriter out) {
        process(status, out);
        out.println();
        services(status, out);
        queues(status.path("queues"), out);
        selections(status.path("selections"), out);
        reasons(status, out);
        removals(status.path("removals"), out);
    }

    private static void process(JsonNode status, PrintWriter out) {
        JsonNode program = status.path("program");
        JsonNode configuration = status.path("configuration");
        line(
                out,
                "aws-cloud-unmap " + program.path("version").asText() + ", started "
                        + second(program.path("started_at")) + ", as of " + second(status.path("at")));
        line(
                out,
                "configuration: "
                        + (configuration.path("file").isNull()
                                ? "from flags"
                                : configuration.path("file").asText())
                        + ", sha256 " + configuration.path("sha256").asText() + ", loaded "
                        + second(configuration.path("loaded_at")));
        JsonNode reload = configuration.path("last_reload");
        if (reload.isObject()) {
            line(
                    out,
                    "last reload: " + second(reload.path("at"))
                            + (reload.path("successful").asBoolean() ? ": " : ", failed: ")
                            + reload.path("summary").asText());
        }
        for (JsonNode region : status.path("suspect_regions")) {
            line(out, "suspect region: " + region.path("region").asText() + ", since " + second(region.path("since")));
        }
    }

    private static void services(JsonNode status, PrintWriter out) {
        TextTable table =
                new TextTable("", "SERVICE", "NAME", "LAST PASS", "RESULT", "MATCHED", "STALE", "WAITING", "UNTIL");
        for (JsonNode service : status.path("services")) {
            JsonNode pass = service.path("last_pass");
            JsonNode verdicts = pass.path("verdicts");
            table.row(
                    service.path("service_id").asText(),
                    text(service.path("name")),
                    second(pass.path("ended_at")),
                    pass.path("result").asText("none yet")
                            + (isLate(service, status) ? ", late" : "")
                            + (service.path("dry_run").asBoolean() ? " (dry run)" : ""),
                    verdicts.path("matched").asText(""),
                    verdicts.path("stale").asText(""),
                    pass.path("waiting").asText(""),
                    second(pass.path("waits").path(0).path("until")));
        }
        table.print(out);
    }

    /**
     * Whether the status page marks the service as late. A service is late if its last pass ended too long ago. Until
     * the first pass has ended, the time counts from {@code added_at} instead. If the controller is of an earlier
     * version and does not report {@code added_at}, the time counts from when the configuration was loaded.
     */
    private static boolean isLate(JsonNode service, JsonNode status) {
        Optional<Instant> last = time(service.at("/last_pass/ended_at"))
                .or(() -> time(service.path("added_at")))
                .or(() -> time(status.at("/configuration/loaded_at")));
        Optional<Instant> now = time(status.path("at"));
        return last.isPresent()
                && now.isPresent()
                && Status.isLate(last.get(), service.path("frequency_ms").asLong(), now.get());
    }

    private static Optional<Instant> time(JsonNode time) {
        try {
            return Optional.of(Instant.parse(time.asText()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static void selections(JsonNode selections, PrintWriter out) {
        if (selections.isEmpty()) {
            return;
        }
        out.println();
        TextTable table = new TextTable("", "SELECTION", "SERVICES", "LAST READ", "PROBLEM");
        for (JsonNode selection : selections) {
            table.row(
                    selection.path("name").asText(),
                    selection.path("services").asText(),
                    second(selection.path("last_success_at")),
                    text(selection.path("problem")));
        }
        table.print(out);
    }

    private static void queues(JsonNode queues, PrintWriter out) {
        if (queues.isEmpty()) {
            return;
        }
        out.println();
        TextTable table = new TextTable(
                "", "LAST READ", "STATE", "MATCHED", "UNKNOWN", "FOREIGN", "UNREADABLE", "FAILED", "QUEUE");
        for (JsonNode queue : queues) {
            JsonNode events = queue.path("events");
            table.row(
                    second(queue.path("last_read_at")),
                    state(queue),
                    events.path("matched").asText(),
                    events.path("unknown-instance").asText(),
                    events.path("foreign").asText(),
                    events.path("unreadable").asText(),
                    events.path("failed").asText(),
                    queue.path("url").asText());
        }
        table.print(out);
    }

    private static String state(JsonNode queue) {
        JsonNode error = queue.path("error");
        if (error.isObject()) {
            return error.path("code").asText();
        }
        return queue.path("last_read_at").isNull() ? "not read yet" : "reads";
    }

    /**
     * Prints a line for each late service, a line for each last pass that was refused or failed, and a line for each
     * queue that fails. Each line gives the reason.
     */
    private static void reasons(JsonNode status, PrintWriter out) {
        List<String> lines = new ArrayList<>();
        for (JsonNode service : status.path("services")) {
            JsonNode pass = service.path("last_pass");
            String id = service.path("service_id").asText();
            if (isLate(service, status)) {
                lines.add(id + " is late: no pass has ended for more than two frequencies");
            }
            JsonNode refusal = pass.path("refusal");
            if (refusal.isObject()) {
                lines.add(id + " was refused (" + refusal.path("rule").asText() + "): "
                        + refusal.path("why").asText() + "; " + named(refusal.path("instances"))
                        + (refusal.path("instances").size() == 1 ? " stays" : " stay") + " registered; "
                        + refusal.path("way_out").asText());
            }
            if (pass.path("error").isTextual()) {
                lines.add(id + " failed (" + pass.path("error_code").asText() + "): "
                        + pass.path("error").asText());
            } else if (pass.path("result").asText().equals("error")) {
                lines.add(id + ": some removals failed; the log has a line for each");
            }
        }
        for (JsonNode queue : status.path("queues")) {
            if (queue.path("error").isObject()) {
                lines.add(
                        "queue " + queue.path("url").asText() + " has failed since " + second(queue.at("/error/since"))
                                + ": " + queue.at("/error/message").asText());
            }
        }
        if (!lines.isEmpty()) {
            out.println();
            lines.forEach(text -> line(out, text));
        }
    }

    private static String named(JsonNode instances) {
        List<String> ids = new ArrayList<>();
        instances.forEach(id -> ids.add(id.asText()));
        int more = ids.size() - MOST_NAMED;
        return String.join(", ", ids.subList(0, Math.min(ids.size(), MOST_NAMED)))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static void removals(JsonNode removals, PrintWriter out) {
        if (removals.isEmpty()) {
            return;
        }
        out.println();
        TextTable table = new TextTable("", "REMOVED", "SERVICE", "INSTANCE", "ADDRESS", "REASON", "PASS");
        int shown = 0;
        for (JsonNode removal : removals) {
            if (shown++ == MOST_REMOVALS) {
                break;
            }
            table.row(
                    second(removal.path("at")),
                    removal.path("service_id").asText(),
                    removal.path("instance_id").asText(),
                    removal.path("address").asText(),
                    removal.path("reason").asText(),
                    removal.path("pass_id").asText());
        }
        table.print(out);
        if (removals.size() > MOST_REMOVALS) {
            out.println("and " + (removals.size() - MOST_REMOVALS) + " more: see --output json, or history");
        }
    }

    private static String text(JsonNode node) {
        return node.isNull() ? "" : node.asText();
    }

    /** The time without fractions of a second. */
    private static String second(JsonNode time) {
        return time.isTextual() ? time.asText().replaceFirst("\\.[0-9]+", "") : "";
    }

    private static void line(PrintWriter out, String text) {
        out.println(OneLine.escape(text));
    }
}
