package io.github.cloudunmap.status;

import io.github.cloudunmap.status.Status.Pass;
import io.github.cloudunmap.status.Status.Queue;
import io.github.cloudunmap.status.Status.QueueError;
import io.github.cloudunmap.status.Status.Refusal;
import io.github.cloudunmap.status.Status.Reload;
import io.github.cloudunmap.status.Status.Selection;
import io.github.cloudunmap.status.Status.Service;
import io.github.cloudunmap.status.Status.SuspectRegion;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that somebody should look at, such as a failed pass or a suspect region. The page shows it first. */
final class Attention {
    private static final String SOME_FAILED = "<p>Some removals failed. The log has a line for each.</p>";
    private static final int MOST_NAMED = 10;
    private static final int MOST_SERVICES = 20;

    private final Status status;
    private final List<Service> services;
    private final List<Queue> queues;

    Attention(Status status) {
        this.status = status;
        this.services = status.services().stream().filter(this::deservesIt).toList();
        this.queues =
                status.queues().stream().filter(queue -> queue.error() != null).toList();
    }

    private List<Selection> selections() {
        return status.selections().stream()
                .filter(selection -> selection.problem() != null)
                .toList();
    }

    private boolean deservesIt(Service service) {
        Pass pass = service.lastPass();
        return isLate(service) || (pass != null && !pass.result().equals("success"));
    }

    private boolean isLate(Service service) {
        return service.isLate(status.at());
    }

    private boolean hasFailedReload() {
        Reload reload = status.configuration().lastReload();
        return reload != null && !reload.successful();
    }

    boolean isEmpty() {
        return services.isEmpty()
                && queues.isEmpty()
                && selections().isEmpty()
                && status.suspectRegions().isEmpty()
                && !hasFailedReload();
    }

    /**
     * Whether something has failed (the last pass of a service, the last reload or a queue), or a service is late, or
     * the latest reading of a selection did not take effect. A refused pass and a suspect region do not count as
     * failures.
     */
    boolean isBad() {
        return hasFailedReload()
                || !queues.isEmpty()
                || !selections().isEmpty()
                || services.stream().anyMatch(service -> isLate(service) || hasFailed(service.lastPass()));
    }

    private static boolean hasFailed(@Nullable Pass pass) {
        return pass != null && pass.result().equals("error");
    }

    /** Returns the state of the whole program in a few words. */
    String inOneLine() {
        int all = status.services().size();
        if (!services.isEmpty()) {
            return services.size() + " of " + all + (all == 1 ? " service" : " services")
                    + (services.size() == 1 ? " needs" : " need") + " attention";
        } else if (!status.suspectRegions().isEmpty()) {
            return "EC2 is suspect in "
                    + status.suspectRegions().stream()
                            .map(SuspectRegion::region)
                            .collect(Collectors.joining(", "));
        } else if (!queues.isEmpty()) {
            return queues.size() == 1 ? "A queue of events fails" : queues.size() + " queues of events fail";
        } else if (hasFailedReload()) {
            return "The last reload failed";
        } else if (!selections().isEmpty()) {
            return selections().size() == 1
                    ? "A selection needs attention"
                    : selections().size() + " selections need attention";
        }
        if (all == 0) {
            return withoutServices();
        }
        long unseen = status.services().stream()
                .filter(service -> service.lastPass() == null)
                .count();
        if (unseen > 0) {
            return unseen == all ? "No pass has ended yet" : unseen + " of " + all + " services have had no pass yet";
        }
        return all == 1 ? "The service is fine" : "All " + all + " services are fine";
    }

    private String withoutServices() {
        int all = status.selections().size();
        long unread = status.selections().stream()
                .filter(selection -> selection.lastSuccessAt() == null)
                .count();
        return unread == 0
                ? "There are no services"
                : "No service yet: " + unread + " of " + all + (all == 1 ? " selection has" : " selections have")
                        + " not been read";
    }

    void render(Html html) {
        if (isEmpty()) {
            return;
        }
        html.raw("<h2>Needs attention</h2>\n");
        status.suspectRegions()
                .forEach(region -> html.raw("<div class=\"card mild\"><span class=\"name\">EC2 in ")
                        .text(region.region())
                        .raw("</span> is suspect, since ")
                        .time(region.since(), status.at())
                        .raw(
                                "<p>It shows much less than lived there, or answers for another account. Nothing is removed ")
                        .raw("on its word.</p></div>\n"));
        if (hasFailedReload()) {
            html.raw("<div class=\"card\"><span class=\"name\">The last reload failed</span>, the old configuration ")
                    .raw("stays in effect<p>")
                    .text(Objects.requireNonNull(status.configuration().lastReload())
                            .summary())
                    .raw("</p></div>\n");
        }
        queues.forEach(queue -> render(queue, html));
        selections()
                .forEach(selection -> html.raw("<div class=\"card\"><span class=\"name\">Selection ")
                        .text(selection.name())
                        .raw("</span> keeps the services that it had<p>")
                        .text(Objects.requireNonNull(selection.problem()))
                        .raw("</p></div>\n"));
        services.stream().limit(MOST_SERVICES).forEach(service -> render(service, html));
        if (services.size() > MOST_SERVICES) {
            html.raw("<p class=\"dim\">And ")
                    .number(services.size() - MOST_SERVICES)
                    .raw(" more, which the table marks.</p>\n");
        }
    }

    private void render(Queue queue, Html html) {
        QueueError error = Objects.requireNonNull(queue.error());
        html.raw("<div class=\"card\">Queue <span class=\"name\">")
                .text(queue.url())
                .raw("</span> has failed (")
                .text(error.code())
                .raw("), since ")
                .time(error.since(), status.at())
                .raw("<p>")
                .text(error.message())
                .raw("</p><p>")
                .raw(
                        error.canBeRead()
                                ? "Its messages cannot be deleted, so they come again."
                                : "Meanwhile only the regular passes find what has ended.")
                .raw("</p></div>\n");
    }

    private void render(Service service, Html html) {
        Pass pass = service.lastPass();
        Refusal refusal = pass == null ? null : pass.refusal();
        html.raw(isLate(service) || hasFailed(pass) ? "<div class=\"card\">" : "<div class=\"card mild\">");
        title(html, service.serviceId(), service.name());
        if (isLate(service)) {
            html.raw(" is late: no pass has ended for more than two frequencies");
        }
        if (refusal != null) {
            html.raw(" was refused (")
                    .text(refusal.rule())
                    .raw(")<p>")
                    .text(refusal.why())
                    .raw("</p><p>Registered still: ");
            html.raw("<span class=\"id\">").text(named(refusal)).raw("</span></p><p>Way out: ");
            html.text(refusal.wayOut()).raw("</p>");
            html.raw(hasFailed(pass) ? SOME_FAILED : "");
        } else if (pass != null && pass.error() != null) {
            html.raw(" failed (")
                    .text(String.valueOf(pass.errorCode()))
                    .raw(")<p>")
                    .text(pass.error())
                    .raw("</p>");
        } else if (hasFailed(pass)) {
            html.raw(" failed").raw(SOME_FAILED);
        }
        html.raw("</div>\n");
    }

    private static String named(Refusal refusal) {
        int more = refusal.instances().size() - MOST_NAMED;
        return refusal.instances().stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** Adds the name of a service, if it has one, and its id. */
    static void title(Html html, String id, @Nullable String name) {
        if (name != null) {
            html.element("span class=\"name\"", name).raw(" ");
        }
        html.element(name == null ? "span class=\"id name\"" : "span class=\"id dim\"", id);
    }
}
